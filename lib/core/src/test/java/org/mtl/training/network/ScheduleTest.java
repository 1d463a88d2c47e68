package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void constant() {
        assertEquals(1, Schedule.CONSTANT.factor(7, 40));
    }

    @Test
    void cosineFallsFromOneThroughAHalf() {
        assertEquals(1, Schedule.COSINE.factor(0, 40));
        assertEquals(0.5, Schedule.COSINE.factor(20, 40), 1e-15);
        assertEquals(0.5 - Math.sqrt(0.125), Schedule.COSINE.factor(30, 40), 1e-15);
    }

    @Test
    void stepsAtHalfAndAtThreeQuarters() {
        assertEquals(1, Schedule.STEP.factor(19, 40));
        assertEquals(0.1, Schedule.STEP.factor(20, 40));
        assertEquals(0.1, Schedule.STEP.factor(29, 40));
        assertEquals(0.01, Schedule.STEP.factor(30, 40));
        assertEquals(1, Schedule.STEP.factor(0, 1));
    }

    @Test
    void polyFallsByItsPower() {
        assertEquals(1, Schedule.POLY.factor(0, 40));
        assertEquals(Math.pow(0.25, 0.9), Schedule.POLY.factor(30, 40), 1e-15);
    }

    /** 5% of 40 steps are 2, of 41 steps 3. */
    @Test
    void warmupRisesOverTheFirstSteps() {
        assertEquals(0.5, Schedule.WARMUP.factor(0, 40));
        assertEquals(1, Schedule.WARMUP.factor(1, 40));
        assertEquals(1, Schedule.WARMUP.factor(39, 40));
        assertEquals(2.0 / 3, Schedule.WARMUP.factor(1, 41), 1e-15);
        assertEquals(1, Schedule.WARMUP.factor(0, 3));
    }
}
