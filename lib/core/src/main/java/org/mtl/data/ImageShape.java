package org.mtl.data;

/**
 * The axes of rows that are images, whose values come channel by channel and in it line by line.
 *
 * @param channels c
 * @param height h
 * @param width w
 */
public record ImageShape(int channels, int height, int width) {}
