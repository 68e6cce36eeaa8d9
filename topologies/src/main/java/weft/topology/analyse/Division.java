package weft.topology.analyse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * A division of the nodes into those that still hang together when the outer tiers are taken away.
 *
 * @param noun what one part is called: a {@code unit} is nodes that share leaves, a {@code pod}
 *     units that share spines; {@code switch} and {@code group} as in a dragonfly; {@code site}
 * @param blocks the parts
 */
record Division(String noun, Blocks blocks) {

  /** Divisions from the inside outwards, each coarser than the one before, none of one part. */
  static List<Division> of(Topology topology) {
    Map<CableTier, Cable> tiers = new LinkedHashMap<>();
    topology.cables().forEach(cable -> tiers.putIfAbsent(cable.tier(), cable));
    Blocks.Builder builder = new Blocks.Builder(topology);
    List<Cable> outer = new ArrayList<>();
    for (Cable first : tiers.values()) {
      if (first.tier().insideNode()) {
        builder.joinAll(first.tier());
      } else {
        outer.add(first);
      }
    }
    List<Division> divisions = new ArrayList<>();
    for (int i = 0; i + 1 < outer.size(); i++) {
      builder.joinAll(outer.get(i).tier());
      if (outer.get(i).upper().kind().isNetworkSwitch()) {
        add(divisions, builder.build(), topology, outer.get(i), outer.get(i + 1));
      }
    }
    return divisions;
  }

  /**
   * Nothing is added where this tier joins no more than the one before, as between planes; but a
   * unit that is a whole group, and what is a whole site, is called that.
   */
  private static void add(
      List<Division> divisions, Blocks blocks, Topology topology, Cable joined, Cable next) {
    int last = divisions.size() - 1;
    int before = last < 0 ? Integer.MAX_VALUE : divisions.get(last).blocks.count();
    boolean isSite = next.lower().kind() == DeviceKind.BORDER;
    boolean isGroup = joined.isLateral() || (next.isLateral() && last >= 0);
    if (blocks.count() == before && isSite) {
      divisions.set(last, new Division("site", blocks));
    } else if (blocks.count() == before && isGroup && divisions.get(last).noun.equals("unit")) {
      divisions.set(last, new Division("group", blocks));
    } else if (blocks.count() > 1 && blocks.count() < before) {
      String noun;
      if (isSite) {
        noun = "site";
      } else if (isGroup) {
        noun = "group";
      } else if (last < 0) {
        noun = blocks.count() == topology.devices(DeviceKind.SWITCH).count() ? "switch" : "unit";
      } else {
        noun = last == 0 ? "pod" : "layer-" + (last + 2) + "-block";
      }
      divisions.add(new Division(noun, blocks));
    }
  }
}
