package weft.sim.fold;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Locale;
import weft.sim.fabric.Fabric;
import weft.sim.workload.Program;

/** Says what keeps a run from folding farther. */
final class Differences {

  private Differences() {}

  /** Of a run that does not fold: the outermost tier whose links may bind. */
  static String ofGivenUp(SymmetryGraph symmetry, Fabric fabric) {
    int outermost = -1;
    long links = 0;
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (symmetry.link(link) >= 0 && fabric.tier(link) >= outermost) {
        links = fabric.tier(link) > outermost ? 1 : links + 1;
        outermost = fabric.tier(link);
      }
    }
    return outermost < 0
        ? "ranks differ in what they do"
        : String.format(
            Locale.ROOT,
            "the %,d %s links that may bind are shared without a pattern, as by hashed paths, so that"
                + " too few ranks are alike",
            links,
            fabric.tiers().get(outermost).label());
  }

  /** Of one that does: the tier whose links have most classes, if ranks of one role differ. */
  static String of(
      Program program, SymmetryGraph symmetry, Classes classes, Fabric fabric, int rankClasses) {
    IntOpenHashSet roles = new IntOpenHashSet();
    for (int rank = 0; rank < program.ranks(); rank++) {
      roles.add(program.role(rank));
    }
    if (rankClasses <= roles.size()) {
      return "";
    }
    int[] ofTier = new int[fabric.tiers().size()];
    IntOpenHashSet seen = new IntOpenHashSet();
    int most = 0;
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (symmetry.link(link) >= 0 && seen.add(classes.ofLink(link))) {
        int tier = fabric.tier(link);
        ofTier[tier]++;
        most = ofTier[tier] > ofTier[most] ? tier : most;
      }
    }
    return String.format(
        Locale.ROOT,
        "ranks of one role share links differently: %s links are of %,d kinds",
        fabric.tiers().get(most).label(),
        ofTier[most]);
  }
}
