package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.sim.run.LinkFailure;
import weft.sim.run.PacketNetwork;
import weft.sim.run.SimulationSpec;
import weft.sim.unit.Durations;

/**
 * Links that fail at one time.
 *
 * @param links what they are called; both directions of a cable
 * @param atPs when, picoseconds; 0 from the start
 * @param convergedPs when their flows have other paths, picoseconds
 */
public record FailureMoment(List<String> links, long atPs, long convergedPs) {

  public FailureMoment {
    links = List.copyOf(links);
  }

  /** The failures of a run, first to last. */
  public static List<FailureMoment> of(SimulationSpec simulation) {
    SortedMap<Long, List<String>> byTime = new TreeMap<>();
    for (LinkFailure failure : simulation.failures()) {
      List<String> links = byTime.computeIfAbsent(failure.atPs(), atPs -> new ArrayList<>());
      String name = simulation.fabric().linkName(failure.link());
      if (!links.contains(name)) {
        links.add(name);
      }
    }
    PacketNetwork packets = simulation.packets();
    List<FailureMoment> moments = new ArrayList<>();
    byTime.forEach(
        (atPs, links) ->
            moments.add(
                new FailureMoment(
                    links,
                    atPs,
                    atPs == 0 || packets == null
                        ? atPs
                        : Durations.add(atPs, packets.convergencePs()))));
    return moments;
  }
}
