package weft.sim.run;

import java.util.List;
import weft.sim.metrics.FlowStory;

/**
 * Single flows of a list.
 *
 * @param last those that ended last, the last one first; of equal ones the first in the list
 * @param endTogether how many ended as late as the last one
 * @param slowest those that took longest relative to what they take alone
 */
public record FlowStories(List<FlowStory> last, int endTogether, List<FlowStory> slowest) {

  public FlowStories {
    last = List.copyOf(last);
    slowest = List.copyOf(slowest);
  }
}
