package weft.topology.build;

/**
 * Which global port of a dragonfly's group leads to which other group. With <i>g</i> groups, <i>g −
 * 1</i> ports reach all others once; further ports begin again.
 */
public enum GlobalArrangement {
  /**
   * Port <i>k</i> of group <i>i</i> leads to group <i>i − k − 1</i> mod <i>g</i> (García et al.,
   * "On-the-Fly Adaptive Routing in High-Radix Hierarchical Networks", ICPP 2012; so in CAMINOS).
   * It is the mirror image of the relative arrangement, which counts upwards.
   */
  PALMTREE {
    @Override
    int peer(int group, int port, int groups) {
      return Math.floorMod(group - port - 1, groups);
    }

    @Override
    int portTowards(int from, int to, int groups) {
      return Math.floorMod(from - to - 1, groups);
    }
  },
  /**
   * Port <i>k</i> of group <i>i</i> leads to group <i>k</i>, or <i>k + 1</i> from <i>i</i> on: the
   * groups in order, without its own (Kim et al., ISCA 2008, figure 5; the name is that of Hastings
   * et al., "Comparing Global Link Arrangements for Dragonfly Networks", CLUSTER 2015).
   */
  ABSOLUTE {
    @Override
    int peer(int group, int port, int groups) {
      return port < group ? port : port + 1;
    }

    @Override
    int portTowards(int from, int to, int groups) {
      return to < from ? to : to - 1;
    }
  };

  /** The group that a port leads to; {@code port} is less than {@code groups − 1}. */
  abstract int peer(int group, int port, int groups);

  /**
   * The port of group {@code from} that leads to group {@code to}: the inverse of {@link #peer}.
   */
  abstract int portTowards(int from, int to, int groups);
}
