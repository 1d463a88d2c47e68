package org.mtl.grouping;

import java.util.List;

/**
 * Groups that keep to the same rules, hence can be exchanged: all groups where no condition names one, otherwise the slots
 * about which the same is said.
 *
 * @param slots their positions, ascending
 * @param optional whether they may stay empty
 * @param columns the groups, as bit sets, that each of them can be, ascending
 * @param costs for each total budget the costs of the tasks in such a group
 */
record SlotKind(int[] slots, boolean optional, int[] columns, List<long[]> costs) {}
