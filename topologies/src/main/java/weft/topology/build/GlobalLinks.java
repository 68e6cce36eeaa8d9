package weft.topology.build;

import weft.topology.error.TopologyException;

/**
 * The links between the groups of a dragonfly: the same number between every two of them.
 *
 * @param groups how many groups
 * @param portsPerGroup how many global ports each of them has
 * @param linksPerPair how many links join two groups
 * @param arrangement which port leads where
 */
record GlobalLinks(int groups, int portsPerGroup, int linksPerPair, GlobalArrangement arrangement) {

  /** Takes each link once. */
  interface Visitor {
    void link(int group, int port, int peer, int peerPort);
  }

  /** As many links between two groups as the ports allow; ports that are left stay unused. */
  static int mostPerPair(int groups, long portsPerGroup) {
    return groups == 1 ? 0 : (int) (portsPerGroup / (groups - 1));
  }

  /**
   * Checks that every two groups are joined.
   *
   * @param portsKey name of the number of global links of a switch, for messages
   * @param switches how many switches of a group have global ports
   */
  GlobalLinks check(String portsKey, int switches) {
    if (groups == 1) {
      return this;
    }
    int most = mostPerPair(groups, portsPerGroup);
    if (most == 0) {
      throw new TopologyException(
          "groups: %,d groups need %,d global links each, but a group has %,d. Maybe %s."
              .formatted(
                  groups,
                  groups - 1,
                  portsPerGroup,
                  portsPerGroup == 0
                      ? "%s: %d".formatted(portsKey, (groups - 2) / switches + 1)
                      : "groups: %d".formatted(portsPerGroup + 1)));
    }
    if (linksPerPair > most) {
      throw new TopologyException(
          ("links-per-group-pair: %,d to each of %,d other groups are more than the %,d global links"
                  + " of a group. Maybe links-per-group-pair: %d.")
              .formatted(linksPerPair, groups - 1, portsPerGroup, most));
    }
    return this;
  }

  /**
   * The switch of a group that has one of its global ports. The ports in use, in their order, are
   * dealt out in equal runs, so that two switches of a group differ by at most one; port <i>k</i>
   * of all <i>a·h</i> is on switch ⌊<i>k</i> / <i>h</i>⌋.
   *
   * @param switches how many switches of a group have global ports
   */
  int switchOf(int port, int switches) {
    return (int) ((long) port * switches / ((long) linksPerPair * (groups - 1)));
  }

  void forEach(Visitor visitor) {
    for (int round = 0; round < linksPerPair; round++) {
      int first = round * (groups - 1);
      for (int group = 0; group < groups; group++) {
        for (int port = 0; port < groups - 1; port++) {
          int peer = arrangement.peer(group, port, groups);
          if (group < peer) {
            int peerPort = arrangement.portTowards(peer, group, groups);
            visitor.link(group, first + port, peer, first + peerPort);
          }
        }
      }
    }
  }
}
