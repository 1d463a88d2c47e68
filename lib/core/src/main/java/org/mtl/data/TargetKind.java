package org.mtl.data;

/** What the labels of a task are. */
public enum TargetKind {
    /** Decided from the labels: see {@link TargetKinds}. */
    AUTO,
    /** Numbers, kept as they are. */
    NUMBER,
    /** Classes: each label becomes the code of its class, 0, 1, …. */
    CLASS
}
