package weft.topology.build;

import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import weft.topology.error.TopologyException;

/** What to change where a Clos network does not fit its switches: one number, tried out. */
final class ClosAdvice {

  /** A larger number than any switch has ports is not worth trying. */
  private static final int MOST = 4096;

  private static final Key NODES_PER_UNIT =
      new Key("nodes-per-unit", clos -> clos.nodesPerUnit, (clos, n) -> clos.nodesPerUnit = n);

  static final List<Key> LEAF_SPINE =
      List.of(
          new Key("spines", clos -> clos.spinesPerGroup, (clos, n) -> clos.spinesPerGroup = n),
          pair("links-per-pair"),
          NODES_PER_UNIT);

  static final List<Key> THREE_TIER =
      List.of(
          new Key(
              "spines-per-group",
              clos -> clos.corePlanes == 0 ? clos.spinesPerGroup : 0,
              (clos, n) -> clos.spinesPerGroup = n),
          new Key("units-per-pod", clos -> clos.unitsPerPod, (clos, n) -> clos.unitsPerPod = n),
          new Key(
              "cores-per-plane", clos -> clos.coresPerPlane, (clos, n) -> clos.coresPerPlane = n),
          pair("links-per-leaf-pair"),
          new Key(
              "links-per-core-pair",
              clos -> clos.cablesPerCorePair,
              (clos, n) -> clos.cablesPerCorePair = n),
          NODES_PER_UNIT);

  private ClosAdvice() {}

  /**
   * The nearest smaller value of a key with which the network can be built, or larger size of a
   * unit; empty if there is none.
   */
  static String sentence(Clos clos) {
    for (Key key : clos.keys()) {
      for (int n = Math.min(key.value.applyAsInt(clos) - 1, MOST); n > 0; n--) {
        if (works(clos, key, n)) {
          return ". Maybe %s: %d.".formatted(key.name, n);
        }
      }
    }
    for (int n = clos.nodesPerUnit + 1; n <= MOST && !clos.keys().isEmpty(); n++) {
      if (works(clos, NODES_PER_UNIT, n)) {
        return ". Maybe %s: %d.".formatted(NODES_PER_UNIT.name, n);
      }
    }
    return "";
  }

  private static boolean works(Clos clos, Key key, int n) {
    Clos changed = clos.copy();
    key.change.accept(changed, n);
    try {
      changed.check();
      return true;
    } catch (TopologyException e) {
      return false;
    }
  }

  private static Key pair(String name) {
    return new Key(name, clos -> clos.cablesPerLeafPair, (clos, n) -> clos.cablesPerLeafPair = n);
  }

  /** A number that users choose, by its name in scenario files. */
  record Key(String name, ToIntFunction<Clos> value, ObjIntConsumer<Clos> change) {}
}
