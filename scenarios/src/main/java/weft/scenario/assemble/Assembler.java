package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Checking;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.Inference;
import weft.scenario.spec.JobPlaces;
import weft.scenario.spec.JobSpec;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.RoutingPolicy;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.StepOverheadSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Request;
import weft.sim.collective.exec.GroupPlanner;
import weft.sim.collective.exec.LibraryPlanner;
import weft.sim.collective.exec.Planner;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.run.FlowNetwork;
import weft.sim.run.GroupLinks;
import weft.sim.run.LinkFailure;
import weft.sim.run.NetworkModelKind;
import weft.sim.run.RunMode;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.FlowList;
import weft.sim.workload.Jobs;
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
  private final InferenceAssembler inferences;

  /** An assembler that knows these catalogues. */
  public Assembler(HardwareCatalog hardware, ModelCatalog models) {
    this.hardware = hardware;
    trainings = new TrainingAssembler(models);
    inferences = new InferenceAssembler(trainings);
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
    return packets(scenario, FabricCompiler.compile(topology));
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
    PacketPlan packets = packets(scenario, fabric);
    if (scenario.workload() instanceof WorkloadSpec.Jobs spec) {
      return jobs(spec.jobs(), scenario, topology, fabric, packets, change);
    }
    return alone(
        (WorkloadSpec.OfJob) scenario.workload(),
        0,
        1,
        null,
        scenario,
        topology,
        fabric,
        packets,
        change);
  }

  private Assembly jobs(
      List<JobSpec> specs,
      ScenarioSpec scenario,
      Topology topology,
      Fabric fabric,
      @Nullable PacketPlan packets,
      Change change) {
    JobPlaces places = JobPlaces.of(specs, fabric, scenario.seed());
    List<Assembly.Job> jobs = new ArrayList<>();
    for (int job = 0; job < specs.size(); job++) {
      JobSpec spec = specs.get(job);
      Assembly alone =
          alone(
              spec.workload(),
              spec.startPs(),
              spec.repeat(),
              places.gpus(job),
              scenario,
              topology,
              fabric,
              packets,
              change);
      int[] gpus = alone.flows() == null ? alone.simulation().placement() : places.gpus(job);
      jobs.add(
          new Assembly.Job(
              spec.name(),
              spec.startPs(),
              spec.repeat(),
              Arrays.stream(gpus).boxed().toList(),
              alone));
    }
    return new Assembly(
        topology,
        network(together(fabric, jobs), scenario, packets, change),
        null,
        null,
        null,
        null,
        jobs,
        packets);
  }

  private static SimulationSpec together(Fabric fabric, List<Assembly.Job> jobs) {
    List<SimulationSpec> alone = jobs.stream().map(job -> job.alone().simulation()).toList();
    Planning[] planningOfEndpoint = new Planning[fabric.endpointCount()];
    for (SimulationSpec one : alone) {
      for (int endpoint : one.placement()) {
        planningOfEndpoint[endpoint] = one.planning();
      }
    }
    return SimulationSpec.of(
            fabric,
            Jobs.beside(
                jobs.stream().map(Assembly.Job::name).toList(),
                alone.stream().map(SimulationSpec::program).toList()))
        .withFlows(FlowList.beside(alone.stream().map(SimulationSpec::flows).toList()))
        .withPlacement(alone.stream().flatMapToInt(one -> Arrays.stream(one.placement())).toArray())
        .withPlanning(
            new Planning() {
              @Override
              public @Nullable Planner planner(int[] members, GroupShape shape) {
                return planningOfEndpoint[members[0]].planner(members, shape);
              }

              @Override
              public @Nullable GroupShape shape(int[] members) {
                return planningOfEndpoint[members[0]].shape(members);
              }
            });
  }

  /**
   * A workload by itself.
   *
   * @param startPs when it starts, picoseconds
   * @param repeat how often it is done in a row
   * @param gpus of each GPU that it has, its number in the fabric; null if it has all
   */
  private Assembly alone(
      WorkloadSpec.OfJob workload,
      long startPs,
      int repeat,
      int @Nullable [] gpus,
      ScenarioSpec scenario,
      Topology topology,
      Fabric fabric,
      @Nullable PacketPlan packets,
      Change change) {
    if (workload instanceof WorkloadSpec.Flows spec) {
      FlowJob flows = FlowAssembler.job(spec, fabric, gpus, scenario.seed());
      SimulationSpec simulation =
          SimulationSpec.of(fabric, flows.flows().repeated(startPs, repeat));
      return new Assembly(
          topology,
          network(simulation, scenario, packets, change),
          null,
          null,
          flows,
          null,
          List.of(),
          packets);
    }
    TrainingJob training = null;
    InferenceJob inference = null;
    CollectiveJob collective = null;
    Planning planning = byLibrary(scenario, fabric, change);
    Program program;
    int[] all = gpus == null ? IntStream.range(0, fabric.endpointCount()).toArray() : gpus;
    int[] placement;
    if (workload instanceof WorkloadSpec.Training spec) {
      training = trainings.job(spec, gpu(scenario));
      training = training.on(change.gpu(training.gpu()));
      placement =
          RankPlacement.of(spec, training.plan().parallelism(), all, fabric, scenario.seed());
      program =
          TrainingProgram.of(
              training.plan(),
              training.gpu(),
              training.slowest().speed(),
              training.speeds(),
              AmaxTime.of(
                  training.plan(),
                  placement,
                  () -> links(scenario.network(), fabric),
                  library(scenario, scenario.network().library())));
    } else if (workload instanceof Inference spec) {
      inference = inferences.job(spec, gpu(scenario), all.length);
      inference = inference.on(change.gpu(inference.gpu()));
      program = inference.program();
      placement = Arrays.copyOf(all, program.ranks());
    } else {
      WorkloadSpec.Collective spec = (WorkloadSpec.Collective) workload;
      placement = spec.members(gpus, fabric.endpointCount());
      collective =
          CollectiveJob.of(
              spec,
              placement,
              fabric,
              fabrics(scenario).library(scenario.fabric(), scenario.network().library()),
              scenario.network());
      program = program(spec, collective);
      planning = planning(collective, change);
    }
    SimulationSpec simulation =
        SimulationSpec.of(fabric, Jobs.starting(Jobs.repeated(program, repeat), startPs))
            .withPlacement(placement)
            .withPlanning(planning);
    return new Assembly(
        topology,
        network(simulation, scenario, packets, change),
        training,
        inference,
        null,
        collective,
        List.of(),
        packets);
  }

  /** With the network as the scenario has it. */
  private static SimulationSpec network(
      SimulationSpec plain, ScenarioSpec scenario, @Nullable PacketPlan packets, Change change) {
    SimulationSpec simulation =
        plain
            .withCosts(change.costs(costs(scenario.network().stepOverhead())))
            .withSeed(scenario.seed())
            .withMode(mode(scenario.checking()))
            .withFailures(failures(scenario.network().failures(), plain.fabric()));
    return packets == null
        ? simulation
            .withModel(fluid(scenario.network().model()))
            .withFlowNetwork(flowNetwork(scenario.network()))
        : simulation.withPackets(
            packets.network().withConvergencePs(scenario.network().convergencePs()));
  }

  private static @Nullable PacketPlan packets(ScenarioSpec scenario, Fabric fabric) {
    return scenario.network().model() == NetworkKind.PACKET
        ? PacketPlan.of(scenario.network().packet(), fabric)
        : null;
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
    Planner planner =
        job.isByLibrary()
            ? change.planner(new LibraryPlanner(job.operation(), job.chooser(), job.launchedByPs()))
            : null;
    return Planning.of(job.shape(), planner);
  }

  /** How groups of workloads that name no algorithm do their collectives. */
  private Planning byLibrary(ScenarioSpec scenario, Fabric fabric, Change change) {
    String name = scenario.network().library();
    if (name == null) {
      return Planning.RINGS;
    }
    LibraryCosts costs = library(scenario, name);
    GroupLinks links = links(scenario.network(), fabric);
    return (members, shape) ->
        members.length < 2
            ? null
            : change.planner(
                new GroupPlanner(
                    operation -> links.chooser(Request.of(operation), members, shape, costs)));
  }

  private LibraryCosts library(ScenarioSpec scenario, @Nullable String name) {
    return fabrics(scenario).library(scenario.fabric(), name).costs();
  }

  /** What a library learns of the links of groups. */
  static GroupLinks links(NetworkSpec network, Fabric fabric) {
    return new GroupLinks(fabric, network.inNetworkReduction() == OnOff.ON);
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
