package weft.topology.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Topology;

/**
 * How full an optical circuit switch is, and so what its failure takes away.
 *
 * @param name its name
 * @param ports how many ports it has
 * @param portsUsed how many of them carry a circuit
 * @param cablesLost how many cables pass through it, and go dark with it
 * @param capacityLostBps payload rate of these cables together, bits per second one way
 */
public record CircuitSwitchUse(
    String name, int ports, int portsUsed, int cablesLost, long capacityLostBps) {

  /** One entry for each of a topology's circuit switches, in their order. */
  public static List<CircuitSwitchUse> of(Topology topology) {
    Map<CircuitSwitch, CircuitSwitchUse> uses = new LinkedHashMap<>();
    for (CircuitSwitch circuitSwitch : topology.circuitSwitches()) {
      uses.put(
          circuitSwitch,
          new CircuitSwitchUse(circuitSwitch.name(), circuitSwitch.ports(), 0, 0, 0));
    }
    for (Cable cable : topology.cables()) {
      CircuitSwitch circuitSwitch = cable.circuitSwitch();
      if (circuitSwitch != null) {
        long rateBps = cable.link().payloadRateBps();
        uses.computeIfPresent(circuitSwitch, (key, use) -> use.withCircuit(rateBps));
      }
    }
    return List.copyOf(uses.values());
  }

  private CircuitSwitchUse withCircuit(long rateBps) {
    return new CircuitSwitchUse(
        name, ports, portsUsed + 2, cablesLost + 1, capacityLostBps + rateBps);
  }
}
