package weft.topology.analyse;

import java.util.List;
import weft.topology.error.TopologyException;
import weft.topology.graph.Topology;

/**
 * What a topology can bear. It takes time and memory in proportion to devices and cables.
 *
 * @param ports how full the switches are, by role and type
 * @param diameter the farthest that two GPUs are apart
 * @param paths shortest paths between pairs of GPUs that stand for the others
 * @param cuts what can cross the network where people cut it in their minds
 * @param failures the worst single failures by kind and place
 * @param circuitSwitches how full each optical circuit switch is
 */
public record TopologyAnalysis(
    List<PortUse> ports,
    Diameter diameter,
    List<PathSummary> paths,
    List<CutSummary> cuts,
    List<FailureSummary> failures,
    List<CircuitSwitchUse> circuitSwitches) {

  public TopologyAnalysis {
    ports = List.copyOf(ports);
    paths = List.copyOf(paths);
    cuts = List.copyOf(cuts);
    failures = List.copyOf(failures);
    circuitSwitches = List.copyOf(circuitSwitches);
  }

  /**
   * Analyses a topology.
   *
   * @throws TopologyException if a switch has too few ports
   */
  public static TopologyAnalysis of(Topology topology) {
    Ladder ladder = new Ladder(topology);
    return new TopologyAnalysis(
        PortAnalysis.of(topology),
        DiameterAnalysis.of(topology, ladder),
        PathAnalysis.of(topology, ladder),
        CutAnalysis.of(topology),
        FailureAnalysis.of(topology),
        CircuitSwitchUse.of(topology));
  }
}
