package weft.scenario.validate;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import weft.scenario.packet.PacketPlan;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Problems;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.Inference;
import weft.scenario.spec.MultiSite;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.Placement;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.WorkloadSpec;

/**
 * What must hold between the values of a scenario.
 *
 * <p>A rule is applied only if all values that it uses are sound, so that one mistake is one
 * problem; all rules are applied, so that all problems show at once.
 */
final class ScenarioRules {

  private ScenarioRules() {}

  static Problems apply(Draft draft, Catalogue catalogue, long heapBytes) {
    ScenarioSpec spec = draft.spec();
    Findings findings = new Findings(draft);
    Optional<Catalogue> hardware = CatalogRules.apply(draft, catalogue, findings);
    Optional<FabricFacts> facts =
        hardware.flatMap(extended -> facts(spec.fabric(), draft, extended, findings));
    facts.ifPresent(known -> NetworkRules.apply(spec, known, findings));
    if (facts.isPresent() && findings.sound("fabric")) {
      FailureRules.apply(spec, hardware.get(), findings);
    }
    if (facts.isPresent()) {
      NetworkKind model = spec.network().model();
      Optional<PacketPlan> packets =
          PacketRules.apply(spec, hardware.get(), facts.get().gpus(), findings);
      if (findings.sound("network.model") && (packets.isPresent() || model != NetworkKind.PACKET)) {
        NetworkRules.seed(spec, packets, findings);
      }
    } else {
      PacketRules.withoutPackets(spec.network(), findings);
    }
    MemoryRules memory = new MemoryRules(spec.network().model(), heapBytes);
    Workload workload = new Workload(spec, facts, hardware, catalogue, memory);
    if (spec.workload() instanceof WorkloadSpec.Jobs jobs) {
      JobRules.apply(jobs, workload, findings);
    } else if (spec.workload() instanceof WorkloadSpec.Flows flows) {
      workload(flows, null, workload, findings);
      if (facts.isPresent() && !findings.hasErrors()) {
        FlowRules.cutOff(flows, null, spec, hardware.get(), findings);
        if (!findings.hasErrors()) {
          FlowRules.idleCaps(flows, OptionalInt.empty(), spec, hardware.get(), findings);
        }
      }
    } else {
      workload((WorkloadSpec.OfJob) spec.workload(), null, workload, findings);
    }
    boolean meetsAll =
        spec.workload() instanceof WorkloadSpec.Collective
            || spec.workload() instanceof WorkloadSpec.Training
            || spec.workload() instanceof WorkloadSpec.Jobs;
    if (meetsAll
        && spec.network().failures() != null
        && facts.isPresent()
        && !findings.hasErrors()) {
      hardware
          .get()
          .cutOffRanks(spec)
          .ifPresent(message -> findings.error("network.failures", message));
    }
    if (spec.expect() != null) {
      ExpectRules.apply(spec.expect(), spec.workload(), findings);
    }
    return findings.problems();
  }

  /**
   * What a workload is to run on.
   *
   * @param facts counts of the fabric, or of the part that a job has; empty if they are not known
   * @param hardware the catalogue with what the scenario adds; empty if that is not sound
   * @param catalogue without it
   * @param memory what it may take
   */
  record Workload(
      ScenarioSpec scenario,
      Optional<FabricFacts> facts,
      Optional<Catalogue> hardware,
      Catalogue catalogue,
      MemoryRules memory) {

    OptionalInt gpus() {
      return facts.isPresent() ? OptionalInt.of(facts.get().gpus()) : OptionalInt.empty();
    }
  }

  /**
   * Applies the rules of a workload.
   *
   * @param places of each GPU that it may have, its number in the fabric; null if it may have all
   */
  static void workload(
      WorkloadSpec.OfJob spec, int @Nullable [] places, Workload on, Findings findings) {
    FabricSpec fabric = on.scenario.fabric();
    Catalogue catalogue = on.hardware.orElse(on.catalogue);
    if (spec instanceof WorkloadSpec.Training training) {
      on.facts.ifPresent(
          known -> oneKindOfGpu(fabric, known, "a training step is planned", findings));
      TrainingRules.apply(training, on.facts, catalogue, findings);
      if (training.placement() == Placement.RAIL_ALIGNED
          && on.facts.isPresent()
          && !findings.hasErrors()) {
        PlacementRules.rails(training, places, catalogue.compiled(fabric), findings);
      }
    } else if (spec instanceof Inference inference) {
      on.facts.ifPresent(known -> oneKindOfGpu(fabric, known, "a model is served", findings));
      InferenceRules.apply(inference, on.facts, catalogue, findings);
    } else if (spec instanceof WorkloadSpec.Flows flows) {
      FlowRules.apply(flows, fabric, places, on.gpus(), catalogue, on.memory, findings);
    } else {
      WorkloadSpec.Collective collective = (WorkloadSpec.Collective) spec;
      CollectiveRules.apply(collective, on.gpus(), findings);
      if (on.facts.isPresent() && findings.sound("fabric", "workload", "network")) {
        WayRules.apply(collective, places, on.scenario, catalogue, on.memory, findings);
      }
    }
  }

  /** Its counts, if the fabric is sound as far as they go and can be built. */
  private static Optional<FabricFacts> facts(
      FabricSpec fabric, Draft draft, Catalogue catalogue, Findings findings) {
    if (!draft.soundButForQuantities("fabric")) {
      return Optional.empty();
    }
    if (fabric instanceof MultiSite sites && !soundSites(sites, catalogue, findings)) {
      return Optional.empty();
    }
    try {
      return Optional.of(catalogue.fabric(fabric));
    } catch (IllegalArgumentException e) {
      findings.error("fabric." + family(fabric), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether each site can be built by itself; what is wrong with one is reported where it is. */
  private static boolean soundSites(MultiSite sites, Catalogue catalogue, Findings findings) {
    boolean sound = true;
    for (int i = 0; i < sites.sites().size(); i++) {
      FabricSpec fabric = sites.sites().get(i).fabric();
      try {
        catalogue.fabric(fabric);
      } catch (IllegalArgumentException e) {
        sound = false;
        findings.error(
            "fabric.multi-site.sites.%d.fabric.%s".formatted(i, family(fabric)),
            String.valueOf(e.getMessage()));
      }
    }
    return sound;
  }

  private static void oneKindOfGpu(
      FabricSpec fabric, FabricFacts facts, String what, Findings findings) {
    if (facts.gpuTypes().size() > 1) {
      findings.error(
          "fabric." + family(fabric),
          "has GPUs of different kinds, %s, but %s for one. Maybe the same at every site."
              .formatted(String.join(" and ", facts.gpuTypes()), what));
    }
  }

  /** Where in {@code fabric} its mistakes are reported. */
  private static String family(FabricSpec fabric) {
    String name = Schema.formName(((Record) fabric).getClass());
    return fabric instanceof FabricSpec.Custom ? name + ".file" : name;
  }
}
