/**
 * Writes the manual: pages of {@code man/*.md} as roff and as HTML, and the pages of commands as HTML. It runs when the
 * project is built and tested, and is no part of the product.
 */
package org.mtl.cli.manual;
