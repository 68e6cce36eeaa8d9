package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.PatternSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.fabric.Fabric;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowPatterns;
import weft.topology.error.TopologyException;

/** From what a scenario says of flows to the list of them. */
final class FlowAssembler {

  private final Fabric fabric;
  private final int[] gpus;
  private final long seed;
  private final FlowList.Builder flows = new FlowList.Builder();
  private final List<String> names = new ArrayList<>();

  private FlowAssembler(Fabric fabric, int[] gpus, long seed) {
    this.fabric = fabric;
    this.gpus = gpus;
    this.seed = seed;
  }

  /**
   * The flows of a workload: those of the file, then those of the patterns in the order of their
   * keys.
   *
   * @param gpus of each GPU that there is for them, its number in the fabric; null if it is all
   */
  static FlowJob job(WorkloadSpec.Flows spec, Fabric fabric, int @Nullable [] gpus, long seed) {
    int[] all = gpus == null ? IntStream.range(0, fabric.endpointCount()).toArray() : gpus;
    return new FlowAssembler(fabric, all, seed).job(spec);
  }

  private FlowJob job(WorkloadSpec.Flows spec) {
    FlowTable table = spec.file();
    if (table != null) {
      List<FlowTable.Fault> faults = new FlowRows(fabric, gpus).addTo(flows, table);
      if (!faults.isEmpty()) {
        FlowTable.Fault first = faults.get(0);
        throw new TopologyException(
            "%s:%d:%d: %s"
                .formatted(table.source(), first.line(), first.column(), first.message()));
      }
      table.rows().forEach(row -> names.add(row.id()));
    }
    if (spec.permutation() != null) {
      patterns(spec.permutation()).permutation(ranks(spec.permutation().ranks()), seed);
    }
    if (spec.shift() != null) {
      patterns(spec.shift()).shift(ranks(spec.shift().ranks()), spec.shift().distance());
    }
    if (spec.incast() != null) {
      PatternSpec.Incast incast = spec.incast();
      patterns(incast).incast(ranks(null), incast.senders(), incast.receiver(), seed);
    }
    if (spec.outcast() != null) {
      PatternSpec.Outcast outcast = spec.outcast();
      patterns(outcast).outcast(ranks(null), outcast.sender(), outcast.receivers(), seed);
    }
    if (spec.allToAll() != null) {
      PatternSpec.AllToAll all = spec.allToAll();
      patterns(all)
          .allToAll(
              ranks(all.ranks()), all.parallel() == null ? Integer.MAX_VALUE : all.parallel());
    }
    FlowList list = flows.build();
    Set<String> taken = new HashSet<>(names);
    int number = names.size();
    while (names.size() < list.count()) {
      number++;
      if (!taken.contains(Integer.toString(number))) {
        names.add(Integer.toString(number));
      }
    }
    return new FlowJob(list.on(gpus), names);
  }

  private FlowPatterns patterns(PatternSpec spec) {
    return new FlowPatterns(flows, spec.bytes(), spec.startPs());
  }

  private int ranks(@Nullable Integer ranks) {
    return ranks == null ? gpus.length : ranks;
  }
}
