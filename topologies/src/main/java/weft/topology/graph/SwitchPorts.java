package weft.topology.graph;

import java.util.HashMap;
import java.util.Map;
import weft.topology.error.TopologyException;
import weft.topology.hardware.SwitchType;

/**
 * Counts the ports that the cables of a switch take. Cables share a port only with cables of their
 * tier and rate.
 */
public final class SwitchPorts {

  private final SwitchType type;
  private final Map<Bundle, Integer> bundles = new HashMap<>();

  /** A switch of that type, as yet without cables. */
  public SwitchPorts(SwitchType type) {
    this.type = type;
  }

  private record Bundle(CableTier tier, long rateBps) {}

  /** Plugs in one end of a cable. */
  public void plug(CableClass cable) {
    bundles.merge(new Bundle(cable.tier(), cable.link().rateBps()), 1, Integer::sum);
  }

  /**
   * Ports in use, be they more than the switch has.
   *
   * @throws TopologyException if they are too slow for a cable
   */
  public long wanted() {
    long wanted = 0;
    for (Map.Entry<Bundle, Integer> bundle : bundles.entrySet()) {
      wanted += type.portsFor(bundle.getValue(), bundle.getKey().rateBps);
    }
    return wanted;
  }

  /**
   * Ports in use.
   *
   * @param device the name of the switch in messages
   * @throws TopologyException if they are more than the switch has, or too slow for a cable
   */
  public int used(String device) {
    long used = wanted();
    if (used > type.ports()) {
      throw new TopologyException(
          "%s needs %d ports, but a %s has %d".formatted(device, used, type.name(), type.ports()));
    }
    return (int) used;
  }
}
