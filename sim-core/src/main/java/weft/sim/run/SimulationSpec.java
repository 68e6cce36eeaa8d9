package weft.sim.run;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.workload.FlowList;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;

/**
 * All that a run follows from. Immutable; the {@code with…} methods return a changed copy.
 *
 * @param fabric the network
 * @param program what the ranks do
 * @param placement for each rank, the endpoint that it runs on
 * @param flows transfers that no rank starts, beside the program; of a program of several jobs, a
 *     part for each
 * @param model how transfers share the network
 * @param costs what the communication library costs beside the wire
 * @param planning how groups do their collectives
 * @param seed of every random choice
 * @param mode how much the run checks itself
 * @param failures links that fail; only the packet model takes those later than at 0
 * @param flowNetwork the network at flow level, for what is modelled so
 * @param packets the network at packet level; null unless the model is {@link
 *     NetworkModelKind#PACKET}
 */
public record SimulationSpec(
    Fabric fabric,
    Program program,
    int[] placement,
    FlowList flows,
    NetworkModelKind model,
    StepCosts costs,
    Planning planning,
    long seed,
    RunMode mode,
    List<LinkFailure> failures,
    FlowNetwork flowNetwork,
    @Nullable PacketNetwork packets) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the placement does not give each rank an endpoint of its
   *     own, a flow has an end that is none, flows and program are of different jobs, a link that
   *     fails does not exist, or the packet model has no network
   */
  public SimulationSpec {
    if ((packets != null) != (model == NetworkModelKind.PACKET)) {
      throw new IllegalArgumentException("the packet model and its network go together");
    }
    boolean[] taken = new boolean[fabric.endpointCount()];
    if (placement.length != program.ranks()) {
      throw new IllegalArgumentException(
          placement.length + " placements for " + program.ranks() + " ranks");
    }
    for (int endpoint : placement) {
      if (endpoint < 0 || endpoint >= taken.length || taken[endpoint]) {
        throw new IllegalArgumentException(
            "%d ranks on %d GPUs: endpoint %d does not exist or is taken twice"
                .formatted(placement.length, taken.length, endpoint));
      }
      taken[endpoint] = true;
    }
    for (LinkFailure failure : failures) {
      if (failure.link() < 0 || failure.link() >= fabric.linkCount()) {
        throw new IllegalArgumentException(
            "no link %d can fail, only 0 … %d".formatted(failure.link(), fabric.linkCount() - 1));
      }
    }
    placement = placement.clone();
    for (int flow = 0; flow < flows.count(); flow++) {
      if (Math.max(flows.source(flow), flows.destination(flow)) >= taken.length) {
        throw new IllegalArgumentException(
            "flow %d from %d to %d on %d GPUs"
                .formatted(flow, flows.source(flow), flows.destination(flow), taken.length));
      }
    }
    int jobs = program.jobs().size();
    if (jobs > 0 && flows.count() > 0 && flows.parts().size() != jobs) {
      throw new IllegalArgumentException(
          "flows of %d jobs and a program of %d".formatted(flows.parts().size(), jobs));
    }
    failures = List.copyOf(failures);
  }

  /**
   * A run of {@code program} on {@code fabric}: rank <i>i</i> on endpoint <i>i</i>, flow model,
   * {@link StepCosts#NONE}, seed 1, {@link RunMode#CHECKED}, nothing fails.
   */
  public static SimulationSpec of(Fabric fabric, Program program) {
    int[] contiguous = IntStream.range(0, program.ranks()).toArray();
    return new SimulationSpec(
        fabric,
        program,
        contiguous,
        FlowList.NONE,
        NetworkModelKind.FLOW,
        StepCosts.NONE,
        Planning.RINGS,
        1,
        RunMode.CHECKED,
        List.of(),
        FlowNetwork.DEFAULT,
        null);
  }

  /** A run of {@code flows} alone: no ranks, else as {@link #of(Fabric, Program)}. */
  public static SimulationSpec of(Fabric fabric, FlowList flows) {
    return of(fabric, new ProgramBuilder(0).build()).withFlows(flows);
  }

  /** The same with other flows beside the program. */
  public SimulationSpec withFlows(FlowList flows) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with another network model, which is not that of packets. */
  public SimulationSpec withModel(NetworkModelKind model) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        null);
  }

  /** The same with the packet model. */
  public SimulationSpec withPackets(PacketNetwork packets) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        NetworkModelKind.PACKET,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with another network at flow level. */
  public SimulationSpec withFlowNetwork(FlowNetwork flowNetwork) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with other costs of the communication library. */
  public SimulationSpec withCosts(StepCosts costs) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with other ways to do collectives. */
  public SimulationSpec withPlanning(Planning planning) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with another seed. */
  public SimulationSpec withSeed(long seed) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with other checks. */
  public SimulationSpec withMode(RunMode mode) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with the ranks on other endpoints. */
  public SimulationSpec withPlacement(int... placement) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with these links failing, and no others. */
  public SimulationSpec withFailures(List<LinkFailure> failures) {
    return new SimulationSpec(
        fabric,
        program,
        placement,
        flows,
        model,
        costs,
        planning,
        seed,
        mode,
        failures,
        flowNetwork,
        packets);
  }

  /** The same with or without folding. */
  public SimulationSpec withFolding(boolean folds) {
    return withFlowNetwork(flowNetwork.withFolding(folds));
  }
}
