package weft.sim.collective.algorithm;

import weft.sim.collective.GroupShape;
import weft.sim.collective.RingLayout;

/** The rings of a layout, both ways: from position to rank and from rank to position. */
final class Circles {

  private final int[][] ranks;
  private final int[][] positions;

  Circles(RingLayout layout, int count) {
    ranks = new int[layout.channels()][count];
    positions = new int[layout.channels()][count];
    for (int channel = 0; channel < ranks.length; channel++) {
      for (int position = 0; position < count; position++) {
        int rank = layout.rank(channel, position);
        ranks[channel][position] = rank;
        positions[channel][rank] = position;
      }
    }
  }

  /** The rank at a position, counted round from −n to 2n − 1. */
  int rank(int channel, int position) {
    int[] ring = ranks[channel];
    int place = position < 0 ? position + ring.length : position;
    return ring[place >= ring.length ? place - ring.length : place];
  }

  int position(int channel, int rank) {
    return positions[channel][rank];
  }

  /** The ranks of a channel in the order of their positions. */
  int[] order(int channel) {
    return ranks[channel];
  }

  /** The largest number of steps from node to node among so many in a row, on any channel. */
  int scaleOutHops(GroupShape shape, int hops) {
    int most = 0;
    for (int channel = 0; channel < ranks.length; channel++) {
      int count = ranks[channel].length;
      int inWindow = scaleOutHops(shape, channel, 0, hops);
      for (int start = 0; start < count; start++) {
        most = Math.max(most, inWindow);
        inWindow += isScaleOut(shape, channel, (start + hops) % count);
        inWindow -= isScaleOut(shape, channel, start);
      }
    }
    return most;
  }

  /** How many of the steps from a position on go from node to node. */
  int scaleOutHops(GroupShape shape, int channel, int position, int hops) {
    int scaleOut = 0;
    for (int hop = 0; hop < hops; hop++) {
      scaleOut += isScaleOut(shape, channel, (position + hop) % ranks[channel].length);
    }
    return scaleOut;
  }

  private int isScaleOut(GroupShape shape, int channel, int position) {
    return shape.isScaleOut(rank(channel, position), rank(channel, position + 1)) ? 1 : 0;
  }
}
