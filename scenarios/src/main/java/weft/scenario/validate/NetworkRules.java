package weft.scenario.validate;

import java.util.List;
import java.util.Optional;
import weft.scenario.packet.PacketPlan;
import weft.scenario.spec.Allocation;
import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.Placement;
import weft.scenario.spec.RoutingPolicy;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Wiring;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.run.FlowNetwork;

/** Rules of the fabric and of how its network is modelled: which settings have an effect. */
final class NetworkRules {

  private static final String BATCH = "network.flow.completion-batch";
  private static final String ROUTING = "network.routing";
  private static final String FILE = "workload.flows.file";
  private static final String MODEL = "network.model";
  private static final String CONVERGENCE = "network.convergence";
  private static final String REDUCTION = "network.in-network-reduction";
  private static final String SCALE_UP = "network.step-overhead.scale-up";
  private static final String SCALE_OUT = "network.step-overhead.scale-out";
  private static final String LAUNCH = "network.step-overhead.launch";
  private static final List<String> OF_CORES =
      List.of("core-oversubscription", "optics.spine-up", "optics.core", "cables.spine-core");
  private static final List<String> OF_SPINES =
      List.of(
          "oversubscription",
          "links-per-pair",
          "uplink-rate",
          "optics.leaf-up",
          "optics.spine-down");

  private NetworkRules() {}

  static void apply(ScenarioSpec spec, FabricFacts facts, Findings findings) {
    FabricSpec fabric = spec.fabric();
    if (fabric.node() != null && !(fabric instanceof DirectFabricSpec)) {
      withoutLayers(
          "fabric." + Schema.formName(((Record) fabric).getClass()),
          facts.switchLayers(),
          findings);
    }
    DirectFabricRules.apply(fabric, findings);
    Optional<String> onePath = onePath(fabric);
    if (findings.sound(MODEL) && spec.network().model() == NetworkKind.ANALYTIC) {
      findings.noEffect(
          ROUTING, "without contention (model: analytic) all shortest paths are alike");
    } else {
      onePath.ifPresent(because -> findings.noEffect(ROUTING, because));
    }
    flowLevel(spec.network(), findings);
    convergence(spec.network(), findings);
    reduction(spec, findings);
    sharing(spec, findings);
    if (isAllFlows(spec.workload())) {
      withoutOverhead("flows are no steps of a collective", findings);
    } else if (spec.workload() instanceof WorkloadSpec.Collective collective
        ? findings.sound("workload") && collective.isByLibrary(spec.network().library())
        : spec.network().library() != null && findings.sound("network.library")) {
      withoutOverhead("the library that does the collectives has costs of its own", findings);
    } else {
      stepOverhead(fabric, facts.gpus(), findings);
    }
  }

  private static boolean isAllFlows(WorkloadSpec workload) {
    return workload instanceof WorkloadSpec.Jobs jobs
        ? jobs.jobs().stream().allMatch(job -> job.workload() instanceof WorkloadSpec.Flows)
        : workload instanceof WorkloadSpec.Flows;
  }

  private static void withoutOverhead(String because, Findings findings) {
    for (String key : new String[] {SCALE_UP, SCALE_OUT, LAUNCH}) {
      findings.noEffect(key, because);
    }
  }

  /** Only for the failure of a cable during the run somebody has to find new paths. */
  private static void convergence(NetworkSpec network, Findings findings) {
    if (!findings.sound(MODEL, "network.failures")) {
      return;
    }
    List<FailureSpec> failures = network.failures();
    if (network.model() != NetworkKind.PACKET) {
      findings.noEffect(CONVERGENCE, "the model is " + Schema.text(network.model()));
    } else if (failures == null || failures.stream().allMatch(failure -> failure.atPs() == 0)) {
      findings.noEffect(CONVERGENCE, "no cable fails during the run");
    }
  }

  /** Switches reduce only where a library chooses that they do. */
  private static void reduction(ScenarioSpec spec, Findings findings) {
    if (spec.network().inNetworkReduction() == OnOff.OFF
        || !findings.sound("workload", "network.library")) {
      return;
    }
    if (isAllFlows(spec.workload())) {
      findings.noEffect(REDUCTION, "flows are no collectives");
    } else if (spec.workload() instanceof WorkloadSpec.Jobs jobs
        ? jobs.jobs().stream().noneMatch(job -> isByLibrary(job.workload(), spec.network()))
        : !isByLibrary((WorkloadSpec.OfJob) spec.workload(), spec.network())) {
      findings.noEffect(REDUCTION, "no library is named that would choose it");
    }
  }

  private static boolean isByLibrary(WorkloadSpec.OfJob workload, NetworkSpec network) {
    return workload instanceof WorkloadSpec.Collective collective
        ? collective.isByLibrary(network.library())
        : network.library() != null && !(workload instanceof WorkloadSpec.Flows);
  }

  private static void sharing(ScenarioSpec spec, Findings findings) {
    if (spec.workload() instanceof WorkloadSpec.Flows flows) {
      sharing(flows, true, spec.network().model(), findings);
    } else if (spec.workload() instanceof WorkloadSpec.Jobs jobs) {
      for (int job = 0; job < jobs.jobs().size(); job++) {
        if (findings.sound(Findings.jobPath(job) + ".workload")
            && jobs.jobs().get(job).workload() instanceof WorkloadSpec.Flows flows) {
          sharing(flows, false, spec.network().model(), findings.ofJob(job));
        }
      }
    }
  }

  /**
   * Rules of how flows share links.
   *
   * @param areAll whether nothing else is sent
   */
  private static void sharing(
      WorkloadSpec.Flows flows, boolean areAll, NetworkKind model, Findings findings) {
    if (flows.file() == null || !findings.sound(MODEL, FILE)) {
      return;
    }
    List<FlowTable.Row> rows = flows.file().rows();
    if (model != NetworkKind.FLOW && rows.stream().anyMatch(row -> !row.isEqual())) {
      findings.error(
          FILE,
          "has weights, caps or priorities, which the model %s knows nothing of. Maybe model: flow."
              .formatted(Schema.text(model)));
    }
    if (model != NetworkKind.PACKET && rows.stream().anyMatch(row -> !row.ackPath().isEmpty())) {
      column("ack-path", "the model %s has no packets".formatted(Schema.text(model)), findings);
    }
    if (model == NetworkKind.FLOW && areAll && !flows.hasPatterns()) {
      FlowTable.Row first = rows.get(0);
      if (first.weight() != 1 && rows.stream().allMatch(row -> row.weight() == first.weight())) {
        column("weight", "that of all flows is the same", findings);
      }
      if (first.priority() != 0
          && rows.stream().allMatch(row -> row.priority() == first.priority())) {
        column("priority", "that of all flows is the same", findings);
      }
    }
  }

  private static void column(String name, String because, Findings findings) {
    findings.warning(FILE, "its column " + name + " has no effect: " + because + ".");
  }

  private static void flowLevel(NetworkSpec network, Findings findings) {
    if (!findings.sound(MODEL)) {
      return;
    }
    if (network.model() == NetworkKind.FLOW) {
      batches(network.flow().completionBatch(), findings);
      return;
    }
    findings.noEffect("network.flow", "the model is " + Schema.text(network.model()));
    if (network.model() == NetworkKind.PACKET
        && network.routing().policy() == RoutingPolicy.SPRAY) {
      findings.error(
          ROUTING + ".policy",
          "is for model: flow. Maybe network.packet.paths, which says how packets get theirs.");
    }
  }

  private static void batches(double share, Findings findings) {
    if (share > FlowNetwork.MOST_COMPLETION_BATCH && findings.sound(BATCH)) {
      findings.error(
          BATCH,
          "is %s, but at most %s, up to which the result says how late transfers are. Maybe 0.05."
              .formatted(share, FlowNetwork.MOST_COMPLETION_BATCH));
    }
    if (share > 0 && findings.sound(BATCH)) {
      findings.noEffect("network.flow.folding", "completions are batched, and nothing is folded");
    }
  }

  /**
   * Whether anything is random.
   *
   * @param packets settings of the packet model; empty if the model is another
   */
  static void seed(ScenarioSpec spec, Optional<PacketPlan> packets, Findings findings) {
    boolean isRandom =
        isRandom(spec.workload()) || packets.map(PacketPlan::hasRandomSwitches).orElse(false);
    if (!isRandom) {
      onePath(spec.fabric())
          .ifPresent(because -> findings.noEffect("seed", because + ", so nothing is random"));
    }
  }

  private static boolean isRandom(WorkloadSpec workload) {
    if (workload instanceof WorkloadSpec.Flows flows) {
      return FlowRules.isRandom(flows);
    }
    return workload instanceof WorkloadSpec.Jobs jobs
        ? jobs.jobs().stream()
            .anyMatch(job -> job.allocation() != Allocation.IN_ORDER || isRandom(job.workload()))
        : workload instanceof WorkloadSpec.Training training
            && training.placement() == Placement.RANDOM
            && training.parallelism().ranks() > 1;
  }

  /** Settings of layers that a fabric turns out not to have. */
  private static void withoutLayers(String fabric, int layers, Findings findings) {
    if (layers < 3) {
      for (String key : OF_CORES) {
        findings.noEffect(fabric + "." + key, "there is no core switch");
      }
    }
    if (layers < 2) {
      for (String key : OF_SPINES) {
        findings.noEffect(fabric + "." + key, "there is no spine switch");
      }
    }
  }

  private static void stepOverhead(FabricSpec fabric, int gpus, Findings findings) {
    if (gpus == 1) {
      for (String key : new String[] {MODEL, SCALE_UP, SCALE_OUT, LAUNCH}) {
        findings.noEffect(key, "a single GPU has nobody to talk to");
      }
    } else if (fabric instanceof FabricSpec.SingleSwitch) {
      findings.noEffect(SCALE_UP, "on a single switch every GPU is a node of its own");
    } else if (fabric instanceof DirectFabricSpec.Torus
        || fabric instanceof DirectFabricSpec.OcsTorus) {
      findings.noEffect(SCALE_UP, "in a torus of GPUs every GPU is a node of its own");
    } else if (nodes(fabric) == 1) {
      findings.noEffect(SCALE_OUT, "there is only one node");
    }
  }

  /** Why there is but one path between any two GPUs, if so. */
  private static Optional<String> onePath(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.SingleSwitch) {
      return Optional.of("a single switch leaves one path between any two GPUs");
    }
    if (nodes(fabric) == 1) {
      return Optional.of("a single node leaves one path between any two GPUs");
    }
    if (fabric instanceof FabricSpec.LeafSpine leafSpine) {
      if (leafSpine.wiring() == Wiring.RACK && leafSpine.nodes() <= leafSpine.nodesPerUnit()) {
        return Optional.of("a single leaf switch leaves one path between any two GPUs");
      }
      if (leafSpine.spines() == 1 && leafSpine.linksPerPair() == 1) {
        return Optional.of("a single spine leaves one path between any two GPUs");
      }
    }
    if (fabric instanceof FabricSpec.ThreeTier clos
        && clos.spinesPerGroup() == 1
        && clos.linksPerLeafPair() == 1
        && clos.coresPerPlane() == 1
        && clos.linksPerCorePair() == 1) {
      return Optional.of("single spines and a single core leave one path between any two GPUs");
    }
    return Optional.empty();
  }

  /** Number of nodes where a scenario says it; 0 where the units are full. */
  private static int nodes(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.LeafSpine leafSpine) {
      return leafSpine.nodes();
    }
    if (fabric instanceof FabricSpec.ThreeTier threeTier) {
      return threeTier.nodes();
    }
    if (fabric instanceof FabricSpec.RailOptimized rails) {
      return rails.nodes();
    }
    if (fabric instanceof FabricSpec.RailOnly rails) {
      return rails.nodes();
    }
    if (fabric instanceof FabricSpec.MultiPlane planes) {
      return planes.nodes();
    }
    if (fabric instanceof FabricSpec.Nvl72 nvl72) {
      return nvl72.racks();
    }
    if (fabric instanceof FabricSpec.FatTree tree && tree.nodes() != null) {
      return tree.nodes();
    }
    return fabric instanceof FabricSpec.Superpod superpod && superpod.nodes() != null
        ? superpod.nodes()
        : 0;
  }
}
