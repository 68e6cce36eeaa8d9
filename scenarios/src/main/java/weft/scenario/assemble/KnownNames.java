package weft.scenario.assemble;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.NameKind;
import weft.scenario.spec.OpticsSpec;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.error.TopologyException;
import weft.topology.hardware.CableType;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** What scenarios can name, drawn from the catalogues: what reading a scenario needs to know. */
public final class KnownNames implements Catalogue {

  private final HardwareCatalog hardware;
  private final ModelCatalog models;
  private final FabricAssembler fabrics;

  /** The names of these catalogues. */
  public KnownNames(HardwareCatalog hardware, ModelCatalog models) {
    this.hardware = hardware;
    this.models = models;
    fabrics = new FabricAssembler(hardware);
  }

  @Override
  public Set<String> names(NameKind kind) {
    Stream<String> names =
        switch (kind) {
          case NODE -> hardware.nodes().stream().map(NodeType::name);
          case GPU -> hardware.gpus().stream().map(Gpu::name);
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
          case ALGORITHM -> Stream.of("ring");
        };
    return names.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public ModelSpec.Custom model(String name) {
    TransformerModel model = models.get(name);
    return new ModelSpec.Custom(
        model.hidden(), model.layers(), model.heads(), model.feedForward(), model.vocabulary());
  }

  @Override
  public FabricFacts fabric(FabricSpec fabric) {
    try {
      return fabrics.facts(fabric);
    } catch (TopologyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
