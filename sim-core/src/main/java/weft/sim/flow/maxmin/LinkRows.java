package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/** The flows of each link: the rows of a system turned round by a counting sort. */
final class LinkRows {

  private int[] ends = new int[0];

  /**
   * Flows in the order of their numbers.
   *
   * @param flows out: all rows, one after the other
   */
  void index(MaxMinSystem system, int[] flows) {
    count(system);
    int[] firstHops = system.firstHops();
    int[] hops = system.hops();
    int hop = 0;
    for (int flow = 0; flow < system.flows(); flow++) {
      for (int end = firstHops[flow + 1]; hop < end; hop++) {
        flows[ends[hops[hop]]++] = flow;
      }
    }
  }

  /** Flows in an order that is given. */
  void index(MaxMinSystem system, int[] order, int[] flows) {
    count(system);
    int[] firstHops = system.firstHops();
    int[] hops = system.hops();
    for (int place = 0; place < system.flows(); place++) {
      int flow = order[place];
      for (int hop = firstHops[flow]; hop < firstHops[flow + 1]; hop++) {
        flows[ends[hops[hop]]++] = flow;
      }
    }
  }

  /** Leaves in {@link #ends} where each row begins; filling the rows moves it to their ends. */
  private void count(MaxMinSystem system) {
    int links = system.links();
    int hopCount = system.firstHops()[system.flows()];
    int[] hops = system.hops();
    ends = IntArrays.grow(ends, links, 0);
    Arrays.fill(ends, 0, links, 0);
    for (int hop = 0; hop < hopCount; hop++) {
      ends[hops[hop]]++;
    }
    int sum = 0;
    for (int link = 0; link < links; link++) {
      int size = ends[link];
      ends[link] = sum;
      sum += size;
    }
  }

  int first(int link) {
    return link == 0 ? 0 : ends[link - 1];
  }

  int end(int link) {
    return ends[link];
  }
}
