package weft.scenario.schedule;

import java.util.List;

/**
 * A rank as it was written.
 *
 * @param id its number
 * @param item where and how it was written
 * @param lanes in the order of their numbers
 */
record RankDraft(int id, Item item, List<LaneDraft> lanes) {}
