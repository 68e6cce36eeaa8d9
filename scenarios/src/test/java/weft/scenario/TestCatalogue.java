package weft.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.NameKind;

/** A few names, and nodes of eight GPUs; superpods end at four scalable units of 32 nodes. */
public final class TestCatalogue implements Catalogue {

  @Override
  public Set<String> names(NameKind kind) {
    return new LinkedHashSet<>(
        switch (kind) {
          case NODE -> List.of("dgx-a100", "dgx-h100");
          case GPU -> List.of("a100", "h100");
          case MODEL -> List.of("gpt3-175b", "llama2-70b");
          case ALGORITHM -> List.of("ring");
        });
  }

  @Override
  public ModelSpec.Custom model(String name) {
    return switch (name) {
      case "gpt3-175b" -> new ModelSpec.Custom(12_288, 96, 96, null, 51_200);
      case "llama2-70b" -> new ModelSpec.Custom(8_192, 80, 64, 28_672, 32_000);
      default -> throw new AssertionError("asked for the unknown model " + name);
    };
  }

  @Override
  public FabricFacts fabric(FabricSpec fabric) {
    if (fabric instanceof FabricSpec.Superpod superpod) {
      if (superpod.scalableUnits() > 4) {
        throw new IllegalArgumentException(
            superpod.scalableUnits() + " scalable units need a third layer of switches. Maybe 4.");
      }
      Integer nodes = superpod.nodes();
      return new FabricFacts(8 * (nodes == null ? 32 * superpod.scalableUnits() : nodes));
    }
    if (fabric instanceof FabricSpec.LeafSpine leafSpine) {
      return new FabricFacts(8 * leafSpine.nodes());
    }
    return new FabricFacts(((FabricSpec.SingleSwitch) fabric).gpus());
  }
}
