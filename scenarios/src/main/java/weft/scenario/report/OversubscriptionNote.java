package weft.scenario.report;

import java.util.List;
import java.util.Optional;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.OversubscriptionSpec;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologySummary;

/** Says where a fabric has not the oversubscription that the scenario asks for. */
final class OversubscriptionNote {

  /** What nobody would call another ratio. */
  private static final double NEAR = 0.01;

  private OversubscriptionNote() {}

  /** The notes on tiers whose ratio is another; full bandwidth need not be asked for. */
  static List<String> of(FabricSpec spec, TopologySummary fabric) {
    Optional<OversubscriptionSpec> wanted = wanted(spec);
    if (wanted.isEmpty()) {
      return List.of();
    }
    return fabric.tiers().stream()
        .flatMap(
            tier ->
                switch (tier.name()) {
                  case "leaf-spine" ->
                      note("oversubscription", wanted.get().oversubscription(), tier).stream();
                  case "spine-core" ->
                      note("core-oversubscription", wanted.get().coreOversubscription(), tier)
                          .stream();
                  default -> Optional.<String>empty().stream();
                })
        .toList();
  }

  private static Optional<String> note(String key, double wanted, TierSummary tier) {
    double had = tier.oversubscription();
    return wanted == 1 || Math.abs(had - wanted) <= NEAR * wanted
        ? Optional.empty()
        : Optional.of(
            "The %s of %s is %s : 1, not %s : 1 as asked for: a switch has a whole number of cables up, at least as many as that takes, and as many to each switch above."
                .formatted(key, tier.label(), Format.digits(had), Format.digits(wanted)));
  }

  private static Optional<OversubscriptionSpec> wanted(FabricSpec spec) {
    if (spec instanceof FabricSpec.RailOptimized rails) {
      return Optional.of(rails.oversubscription());
    }
    if (spec instanceof FabricSpec.MultiPlane planes) {
      return Optional.of(planes.oversubscription());
    }
    return spec instanceof FabricSpec.Nvl72 racks
        ? Optional.of(racks.oversubscription())
        : Optional.empty();
  }
}
