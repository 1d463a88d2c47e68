package org.mtl.metrics;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * A list whose elements are made when they are asked for: the objects that Tribuo takes for a row are much larger than the
 * row's numbers, and it looks at each once.
 *
 * @param <T> the elements
 */
final class MadeOnDemand<T> extends AbstractList<T> implements RandomAccess {

    private final int size;
    private final IntFunction<T> maker;

    MadeOnDemand(int size, IntFunction<T> maker) {
        this.size = size;
        this.maker = maker;
    }

    @Override
    public T get(int index) {
        return maker.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
