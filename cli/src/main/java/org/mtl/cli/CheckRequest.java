package org.mtl.cli;

import java.util.Optional;

/**
 * How models are trained again for a check.
 *
 * @param retrainings with how many seeds each
 * @param shard which of the models
 * @param truth the file that keeps what they reached, where there is one
 */
record CheckRequest(int retrainings, Shard shard, Optional<String> truth) {}
