/**
 * Pictures of results: heat maps of matrices of tasks, points, curves, histograms and groups, as SVG, as PNG and as plain
 * text.
 *
 * <p>A {@link org.mtl.plot.Panel} is one drawing of plain numbers and names, which know nothing of models and files; a
 * {@link org.mtl.plot.Picture} puts panels side by side. Colours are told apart by those who do not see red and green
 * differently: blue and orange about white for what has a sign, the eight colours of M. Okabe and K. Ito for what has not.
 */
package org.mtl.plot;
