package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.random.KeyedHash;

/** Chooses the path of one flow, hop by hop; {@link UpDownRouter} says by which rule. */
final class PathChooser {

  private final Fabric fabric;
  private final int flow;
  private final long hash;

  PathChooser(Fabric fabric, int flow, long hash) {
    this.fabric = fabric;
    this.flow = flow;
    this.hash = hash;
  }

  /** Which of the candidates for a hop is taken. */
  private interface Choice {
    int of(IntArrayList candidates, int hop);
  }

  /** The links that the hash chooses. */
  IntArrayList over(List<Leg> legs) {
    IntArrayList links = new IntArrayList();
    for (Leg leg : legs) {
      leg.addChosen(this, links);
    }
    return links;
  }

  /** Which of so many links the hash chooses for a hop, which may be ports of a NIC. */
  int choose(boolean ports, int hop, int count) {
    if (count == 1) {
      return 0;
    }
    return ports ? flow % count : KeyedHash.choose(KeyedHash.mix(hash, hop), count);
  }

  /**
   * The links of a path as far as they are candidates still, and from there on those that win: in
   * hashes of flow, hop and link the highest.
   */
  IntArrayList keeping(IntArrayList before, List<Leg> legs) {
    int[] kept = {0};
    return walk(
        legs,
        (candidates, hop) -> {
          if (kept[0] == hop && hop < before.size() && candidates.contains(before.getInt(hop))) {
            kept[0]++;
            return before.getInt(hop);
          }
          return winner(candidates, hop);
        });
  }

  private int winner(IntArrayList candidates, int hop) {
    long hopHash = KeyedHash.mix(hash, hop);
    int winner = candidates.getInt(0);
    for (int i = 1; i < candidates.size(); i++) {
      int other = candidates.getInt(i);
      if (KeyedHash.mix(hopHash, other) > KeyedHash.mix(hopHash, winner)) {
        winner = other;
      }
    }
    return winner;
  }

  private IntArrayList walk(List<Leg> legs, Choice choice) {
    IntArrayList links = new IntArrayList();
    IntArrayList candidates = new IntArrayList();
    for (Leg leg : legs) {
      Direction phase = Direction.UP;
      for (int node = leg.from(); node != leg.to(); ) {
        candidates.clear();
        leg.addCandidates(node, phase, candidates);
        int link = choice.of(candidates, links.size());
        links.add(link);
        phase = Direction.of(fabric, link);
        node = fabric.target(link);
      }
    }
    return links;
  }
}
