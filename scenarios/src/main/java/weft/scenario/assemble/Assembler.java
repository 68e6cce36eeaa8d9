package weft.scenario.assemble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Checking;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.RoutingPolicy;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.StepOverheadSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.exec.LibraryPlanner;
import weft.sim.collective.exec.Planner;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.run.FlowNetwork;
import weft.sim.run.LinkFailure;
import weft.sim.run.NetworkModelKind;
import weft.sim.run.RunMode;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Program;
import weft.sim.workload.llm.TrainingProgram;
import weft.topology.compile.FabricCompiler;
import weft.topology.graph.Topology;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;

/** Makes a valid scenario ready to run. */
public final class Assembler {

  private final HardwareCatalog hardware;
  private final TrainingAssembler trainings;

  /** An assembler that knows these catalogues. */
  public Assembler(HardwareCatalog hardware, ModelCatalog models) {
    this.hardware = hardware;
    trainings = new TrainingAssembler(models);
  }

  /** Builds the fabric of a scenario. */
  public Topology topology(ScenarioSpec scenario) {
    return fabrics(scenario).topology(scenario.fabric());
  }

  /** What the fabric of a scenario computes with. */
  public Gpu gpu(ScenarioSpec scenario) {
    return fabrics(scenario).gpu(scenario.fabric());
  }

  /** The settings of the packet model on the fabric of a scenario; null if the model is another. */
  public @Nullable PacketPlan packets(ScenarioSpec scenario, Topology topology) {
    return scenario.network().model() == NetworkKind.PACKET
        ? PacketPlan.of(scenario.network().packet(), FabricCompiler.compile(topology))
        : null;
  }

  /** Builds all of a scenario. */
  public Assembly assemble(ScenarioSpec scenario) {
    Topology topology = topology(scenario);
    return assemble(scenario, topology, FabricCompiler.compile(topology), Change.NONE);
  }

  /**
   * Builds a scenario with something changed that is no key of it: what is built already of its
   * topology and fabric is used again.
   *
   * @param known the scenario as it is
   */
  public Assembly changed(ScenarioSpec scenario, Assembly known, Change change) {
    return assemble(scenario, known.topology(), known.simulation().fabric(), change);
  }

  private Assembly assemble(
      ScenarioSpec scenario, Topology topology, Fabric unchanged, Change change) {
    Fabric fabric = change.fabric(unchanged);
    TrainingJob training = null;
    FlowJob flows = null;
    CollectiveJob collective = null;
    SimulationSpec simulation;
    if (scenario.workload() instanceof WorkloadSpec.Training spec) {
      training = trainings.job(spec, gpu(scenario));
      training = training.on(change.gpu(training.gpu()));
      simulation =
          SimulationSpec.of(
              fabric, TrainingProgram.of(training.plan(), training.gpu(), training.speeds()));
    } else if (scenario.workload() instanceof WorkloadSpec.Flows spec) {
      flows = FlowAssembler.job(spec, fabric, scenario.seed());
      simulation = SimulationSpec.of(fabric, flows.flows());
    } else {
      WorkloadSpec.Collective spec = (WorkloadSpec.Collective) scenario.workload();
      collective =
          CollectiveJob.of(
              spec,
              fabric,
              fabrics(scenario).library(scenario.fabric(), scenario.network().library()),
              scenario.network().library());
      simulation =
          SimulationSpec.of(fabric, program(spec, collective))
              .withPlanning(planning(collective, change));
    }
    simulation =
        simulation
            .withCosts(change.costs(costs(scenario.network().stepOverhead())))
            .withSeed(scenario.seed())
            .withMode(mode(scenario.checking()))
            .withFailures(failures(scenario.network().failures(), fabric));
    NetworkKind model = scenario.network().model();
    if (model == NetworkKind.PACKET) {
      PacketPlan packets = PacketPlan.of(scenario.network().packet(), fabric);
      return new Assembly(
          topology,
          simulation.withPackets(
              packets.network().withConvergencePs(scenario.network().convergencePs())),
          training,
          flows,
          collective,
          packets);
    }
    return new Assembly(
        topology,
        simulation.withModel(fluid(model)).withFlowNetwork(flowNetwork(scenario.network())),
        training,
        flows,
        collective,
        null);
  }

  private static FlowNetwork flowNetwork(NetworkSpec spec) {
    return new FlowNetwork(
        spec.routing().policy() == RoutingPolicy.SPRAY
            ? FlowNetwork.Spread.ALL_PATHS
            : FlowNetwork.Spread.ONE_PATH,
        spec.flow().completionBatch(),
        spec.flow().folding() == OnOff.ON);
  }

  private static List<LinkFailure> failures(@Nullable List<FailureSpec> specs, Fabric fabric) {
    return specs == null ? List.of() : new FabricCables(fabric).failures(specs);
  }

  private FabricAssembler fabrics(ScenarioSpec scenario) {
    return new FabricAssembler(ScenarioHardware.of(hardware, scenario.catalog()));
  }

  private static Program program(WorkloadSpec.Collective spec, CollectiveJob job) {
    return CollectiveProgram.of(
        job.shape().ranks(),
        job.operation(),
        spec.channelsToUse(),
        job.sizes().stream().mapToLong(Long::longValue).toArray());
  }

  private static Planning planning(CollectiveJob job, Change change) {
    if (!job.isByLibrary()) {
      return Planning.RINGS;
    }
    Planner planner =
        change.planner(new LibraryPlanner(job.operation(), job.chooser(), job.launchedByPs()));
    return (members, shape) -> planner;
  }

  private static NetworkModelKind fluid(NetworkKind kind) {
    return kind == NetworkKind.ANALYTIC ? NetworkModelKind.ANALYTIC : NetworkModelKind.FLOW;
  }

  private static RunMode mode(Checking checking) {
    return switch (checking) {
      case FAST -> RunMode.FAST;
      case CHECKED -> RunMode.CHECKED;
      case AUDIT -> RunMode.AUDIT;
    };
  }

  private static StepCosts costs(StepOverheadSpec spec) {
    return new StepCosts(spec.scaleUpPs(), spec.scaleOutPs(), spec.launchPs());
  }
}
