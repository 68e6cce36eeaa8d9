package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CableNames;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.Inference;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.OpticsSpec;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.fabric.Fabric;
import weft.sim.packet.transport.Transports;
import weft.sim.run.LoneRates;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.FlowList;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.Experts;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.compile.FabricCompiler;
import weft.topology.error.TopologyException;
import weft.topology.hardware.CableType;
import weft.topology.hardware.CollectiveLibrary;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.Property;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** What scenarios can name, drawn from the catalogues: what reading a scenario needs to know. */
public final class KnownNames implements Catalogue {

  private static final CatalogSpec.Name NONE = new CatalogSpec.Name("", "");

  private final HardwareCatalog hardware;
  private final ModelCatalog models;
  private final FabricAssembler fabrics;
  private final Map<String, List<KeySchema>> entryKeys;

  /** The names of these catalogues. */
  public KnownNames(HardwareCatalog hardware, ModelCatalog models) {
    this.hardware = hardware;
    this.models = models;
    fabrics = new FabricAssembler(hardware);
    Map<String, List<KeySchema>> keys = new LinkedHashMap<>();
    hardware.kinds().forEach(kind -> keys.put(kind, EntryKeys.of(hardware, kind)));
    entryKeys = Collections.unmodifiableMap(keys);
  }

  @Override
  public Set<String> names(NameKind kind) {
    Stream<String> names =
        switch (kind) {
          case NODE -> hardware.nodes().stream().map(NodeType::name);
          case GPU -> hardware.gpus().stream().map(Gpu::name);
          case LINK -> hardware.links().stream().map(LinkType::name);
          case LIBRARY -> hardware.libraries().stream().map(CollectiveLibrary::name);
          case SWITCH -> hardware.switches().stream().map(SwitchType::name);
          case TRANSCEIVER ->
              Stream.concat(
                  Stream.of(OpticsSpec.COPPER),
                  hardware.transceivers().stream().map(Transceiver::name));
          case CABLE ->
              Stream.concat(
                  hardware.cables().stream()
                      .filter(cable -> !cable.endsInModules())
                      .map(CableType::family)
                      .distinct(),
                  hardware.cables().stream().map(CableType::name));
          case MODEL -> models.entries().stream().map(entry -> entry.model().name());
          case ALGORITHM ->
              Stream.concat(
                  Stream.of(WorkloadSpec.Collective.AUTO),
                  Stream.of(Algorithm.values()).map(Algorithm::text));
          case TRANSPORT -> Transports.all().stream().map(Transports.Entry::name);
        };
    return names.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public ModelSpec.Custom model(String name) {
    TransformerModel model = models.get(name);
    Experts experts = model.experts();
    return new ModelSpec.Custom(
        model.hidden(),
        model.layers(),
        model.attention().heads(),
        model.feedForward(),
        model.vocabulary(),
        model.attention().keyValueHeads(),
        model.attention().latent() == null ? model.attention().headSize() : null,
        model.gated() ? OnOff.ON : OnOff.OFF,
        model.tied() ? OnOff.ON : OnOff.OFF,
        experts == null
            ? null
            : new ModelSpec.Experts(
                experts.count(),
                experts.active(),
                experts.shared(),
                experts.size(),
                experts.denseLayers(),
                experts.groups(),
                experts.activeGroups()),
        latent(model.attention()));
  }

  private static ModelSpec.@Nullable Latent latent(Attention attention) {
    Attention.Latent latent = attention.latent();
    return latent == null
        ? null
        : new ModelSpec.Latent(
            latent.keyValueRank(),
            latent.queryRank() == 0 ? null : latent.queryRank(),
            attention.headSize(),
            latent.positionSize(),
            latent.valueSize());
  }

  @Override
  public Optional<String> misfit(WorkloadSpec.Training training, String gpu) {
    return misfit(() -> new TrainingAssembler(models).job(training, hardware.gpu(gpu)).misfit());
  }

  @Override
  public Optional<String> misfit(Inference inference, FabricFacts fabric) {
    Gpu gpu = hardware.gpu(fabric.gpuTypes().iterator().next());
    return misfit(
        () ->
            new InferenceAssembler(new TrainingAssembler(models))
                .job(inference, gpu, fabric.gpus())
                .misfit());
  }

  /** What is too large, or what the GPU cannot do at all. */
  private static Optional<String> misfit(Supplier<Optional<String>> job) {
    try {
      return job.get();
    } catch (TopologyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public FabricFacts fabric(FabricSpec fabric) {
    try {
      return fabrics.facts(fabric);
    } catch (TopologyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public List<FlowTable.Fault> flowFaults(
      FabricSpec fabric, int @Nullable [] gpus, FlowTable table) {
    Fabric compiled = compiled(fabric);
    int[] all = gpus == null ? IntStream.range(0, compiled.endpointCount()).toArray() : gpus;
    return new FlowRows(compiled, all).addTo(new FlowList.Builder(), table);
  }

  @Override
  public List<FlowTable.Fault> cutOffFlows(
      ScenarioSpec scenario, WorkloadSpec.Flows flows, int @Nullable [] gpus) {
    List<FailureSpec> failures = scenario.network().failures();
    return failures == null
        ? List.of()
        : CutOff.faults(compiled(scenario.fabric()), flows, gpus, scenario.seed(), failures);
  }

  @Override
  public long[] loneRatesBps(ScenarioSpec scenario, OptionalInt job, FlowTable table) {
    Assembly assembly = new Assembler(hardware, models).assemble(scenario);
    SimulationSpec spec =
        job.isEmpty()
            ? assembly.simulation()
            : assembly.jobs().get(job.getAsInt()).alone().simulation();
    return LoneRates.ofFlowsBps(spec, table.rows().size());
  }

  @Override
  public Optional<String> cutOffRanks(ScenarioSpec scenario) {
    Assembly assembly = new Assembler(hardware, models).assemble(scenario);
    SimulationSpec spec = assembly.simulation();
    if (!(scenario.workload() instanceof WorkloadSpec.Jobs)) {
      return CutOff.ranks(spec.fabric(), spec.placement(), spec.failures());
    }
    return assembly.jobs().stream()
        .filter(job -> job.alone().training() != null || job.alone().collective() != null)
        .flatMap(
            job ->
                CutOff.ranks(spec.fabric(), job.alone().simulation().placement(), spec.failures())
                    .map(message -> "job " + job.name() + ": " + message)
                    .stream())
        .findFirst();
  }

  @Override
  public CableNames cables(FabricSpec fabric) {
    return new FabricCables(compiled(fabric));
  }

  @Override
  public Fabric compiled(FabricSpec fabric) {
    return FabricCompiler.compile(fabrics.topology(fabric));
  }

  @Override
  public LibraryCosts library(FabricSpec fabric, @Nullable String name) {
    return fabrics.library(fabric, name).costs();
  }

  @Override
  public Map<String, List<KeySchema>> entryKeys() {
    return entryKeys;
  }

  @Override
  public Set<String> entryNames(String kind) {
    return hardware.names(kind);
  }

  @Override
  public List<CatalogSpec.Name> references(CatalogSpec.Name entry) {
    Map<String, String> kinds = new HashMap<>();
    for (Property property : hardware.properties(entry.kind())) {
      if (property.names() != null) {
        kinds.put(property.name(), property.names());
      }
    }
    List<CatalogSpec.Name> references = new ArrayList<>();
    for (Figure figure : hardware.figures(entry.kind(), entry.name())) {
      String kind = kinds.get(figure.property());
      if (kind != null) {
        references.add(new CatalogSpec.Name(kind, figure.value()));
      }
    }
    return references;
  }

  @Override
  public Catalogue with(CatalogSpec section, BiConsumer<CatalogSpec.Name, String> problems) {
    Map<CatalogSpec.Name, String> broken = new LinkedHashMap<>();
    HardwareCatalog extended =
        ScenarioHardware.of(
            hardware,
            section,
            (kind, name, problem) ->
                broken.put(new CatalogSpec.Name(kind, name), String.valueOf(problem.getMessage())));
    KnownNames known = new KnownNames(extended, models);
    Map<CatalogSpec.Name, CatalogSpec.Name> bases = new HashMap<>();
    for (CatalogSpec.Entry entry : section.entries()) {
      if (entry.basedOn() != null) {
        bases.put(entry.name(), new CatalogSpec.Name(entry.name().kind(), entry.basedOn()));
      }
    }
    broken.forEach(
        (entry, message) -> {
          if (known.references(entry).stream().noneMatch(broken::containsKey)
              && !broken.containsKey(bases.getOrDefault(entry, NONE))) {
            problems.accept(entry, message);
          }
        });
    return known;
  }
}
