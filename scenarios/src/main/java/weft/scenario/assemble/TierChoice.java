package weft.scenario.assemble;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CableSpec;
import weft.scenario.spec.OpticsSpec;
import weft.topology.build.TierOptics;
import weft.topology.error.TopologyException;
import weft.topology.hardware.CableType;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.Lengths;
import weft.topology.hardware.Pmd;
import weft.topology.hardware.Transceiver;

/**
 * The modules and cables of one tier. What the scenario leaves open follows what it says: a usual
 * module gives way to one that understands the module at the other end, and to copper.
 *
 * @param hardware what there is
 * @param tier its name in scenario files, such as {@code leaf-spine}
 * @param spec what the scenario says of its cables
 * @param rateBps rate of its links, bits per second
 */
record TierChoice(HardwareCatalog hardware, String tier, @Nullable CableSpec spec, long rateBps) {

  /**
   * One end of the tier.
   *
   * @param key its name in the scenario's {@code optics}
   * @param name what the scenario puts there, a module or {@code copper}
   * @param usual what is there otherwise
   * @param ofNode whether {@code name} is the {@code nic-transceiver} of a node of the scenario's
   *     own
   */
  record End(String key, @Nullable String name, @Nullable Transceiver usual, boolean ofNode) {

    /** An end of which the scenario's {@code optics} say what is there, or nobody. */
    End(String key, @Nullable String name, @Nullable Transceiver usual) {
      this(key, name, usual, false);
    }

    /** Where the scenario says what is there. */
    private String place() {
      return ofNode ? "nic-transceiver of the node" : "optics." + key;
    }

    private boolean plugged() {
      return name != null && !name.equals(OpticsSpec.COPPER);
    }
  }

  private static final String DAC = "dac";

  /**
   * Chooses.
   *
   * @throws TopologyException if what the scenario says contradicts itself, or does not reach
   */
  TierOptics between(End lower, End upper) {
    String kind = spec == null ? null : spec.kind();
    Optional<CableType> assembly = kind == null ? Optional.empty() : cable(kind);
    if (assembly.isPresent() && !assembly.get().endsInModules()) {
      requireBare(kind, lower);
      requireBare(kind, upper);
      return new TierOptics(null, null, assembly.get(), lengthMm(assembly.get()));
    }
    Transceiver atLower = module(lower);
    Transceiver atUpper = module(upper);
    if (kind == null && isIdeal(lower) && isIdeal(upper)) {
      long lengthMm = spec == null || spec.lengthMm() == null ? 0 : spec.lengthMm();
      return new TierOptics(null, null, null, lengthMm);
    }
    if (atLower == null || atUpper == null) {
      requireBoth(lower, atLower, upper, atUpper);
      CableType copper = assembly.or(() -> cable(DAC)).orElseThrow();
      return new TierOptics(null, null, copper, lengthMm(copper));
    }
    if (atLower.pmd() != atUpper.pmd() && lower.name() == null) {
      atLower = alike(atLower, atUpper.pmd());
    }
    if (atLower.pmd() != atUpper.pmd() && upper.name() == null) {
      atUpper = alike(atUpper, atLower.pmd());
    }
    requireAlike(lower, atLower, upper, atUpper);
    CableType fibre = assembly.orElse(hardware.cable(atLower.medium().cable()));
    requireReach(lower, atLower, upper, atUpper, lengthMm(fibre));
    return new TierOptics(atLower, atUpper, fibre, lengthMm(fibre));
  }

  /** Neither usually nor by choice is anything there: a link whose latency is all that there is. */
  private static boolean isIdeal(End end) {
    return end.name() == null && end.usual() == null;
  }

  private void requireBare(@Nullable String kind, End end) {
    if (end.plugged()) {
      throw fault(
          ("a %s cable has its ends built in and takes no transceiver, so %s cannot be %s."
                  + " Maybe optics.%s: copper.")
              .formatted(kind, end.place(), end.name(), end.key()));
    }
  }

  /** Copper at one end is copper at the other; only a module that nobody chose gives way. */
  private void requireBoth(
      End lower, @Nullable Transceiver atLower, End upper, @Nullable Transceiver atUpper) {
    End plugged = atLower == null ? upper : lower;
    if ((atLower != null || atUpper != null) && plugged.plugged()) {
      throw fault(
          "%s is %s and there is no transceiver at the other end. Maybe optics.%s: copper."
              .formatted(plugged.place(), plugged.name(), plugged.key()));
    }
  }

  private void requireAlike(End lower, Transceiver atLower, End upper, Transceiver atUpper) {
    if (atLower.pmd() != atUpper.pmd()) {
      Transceiver other = alike(atUpper, atLower.pmd());
      throw fault(
          "transceiver %s (%s) is %s and %s (%s) is %s: neither understands the"
                  .formatted(
                      atLower.name(),
                      lower.place(),
                      atLower.pmd(),
                      atUpper.name(),
                      upper.place(),
                      atUpper.pmd())
              + " other. Maybe optics.%s: %s."
                  .formatted(
                      upper.key(), other.equals(atUpper) ? OpticsSpec.COPPER : other.name()));
    }
  }

  private void requireReach(
      End lower, Transceiver atLower, End upper, Transceiver atUpper, long lengthMm) {
    boolean near = lengthMm > atLower.reachMm();
    if (!near && lengthMm <= atUpper.reachMm()) {
      return;
    }
    throw fault(
        "transceiver %s (%s) reaches %s, not %s. %s"
            .formatted(
                (near ? atLower : atUpper).name(),
                (near ? lower : upper).place(),
                Lengths.text((near ? atLower : atUpper).reachMm()),
                Lengths.text(lengthMm),
                farther(lower, atLower, upper, atUpper, lengthMm)));
  }

  private String farther(
      End lower, Transceiver atLower, End upper, Transceiver atUpper, long lengthMm) {
    for (Pmd pmd : Pmd.values()) {
      Optional<Transceiver> first = farther(atLower, pmd, lengthMm);
      Optional<Transceiver> second = farther(atUpper, pmd, lengthMm);
      if (first.isPresent() && second.isPresent()) {
        if (lower.key().equals(upper.key())) {
          return "Maybe optics.%s: %s.".formatted(lower.key(), first.get().name());
        }
        return "Maybe optics: { %s: %s, %s: %s }."
            .formatted(lower.key(), first.get().name(), upper.key(), second.get().name());
      }
    }
    long most = Math.min(atLower.reachMm(), atUpper.reachMm());
    return "Maybe cables.%s.length: %s.".formatted(tier, Lengths.text(most));
  }

  private Optional<Transceiver> farther(Transceiver module, Pmd pmd, long lengthMm) {
    return hardware.transceivers().stream()
        .filter(other -> other.rateBps() == module.rateBps() && other.pmd() == pmd)
        .filter(other -> other.reachMm() >= lengthMm && other.coPackaged() == module.coPackaged())
        .findFirst();
  }

  /** A module of the same rate that understands {@code pmd}; itself if there is none. */
  private Transceiver alike(Transceiver module, Pmd pmd) {
    return hardware.transceivers().stream()
        .filter(other -> other.rateBps() == module.rateBps() && other.pmd() == pmd)
        .filter(other -> !other.coPackaged())
        .findFirst()
        .orElse(module);
  }

  private @Nullable Transceiver module(End end) {
    if (end.name() == null) {
      return end.usual();
    }
    return end.plugged() ? hardware.transceiver(end.name()) : null;
  }

  /** A cable by its name, or the best of a family: long enough if any is, then the slowest. */
  private Optional<CableType> cable(String kind) {
    List<CableType> family =
        hardware.cables().stream()
            .filter(cable -> !cable.endsInModules() && cable.family().equals(kind))
            .toList();
    if (family.isEmpty()) {
      return Optional.of(hardware.cable(kind));
    }
    Comparator<CableType> order =
        Comparator.comparing((CableType cable) -> cable.rateBps().orElse(Long.MAX_VALUE) < rateBps)
            .thenComparing(
                cable ->
                    spec != null
                        && spec.lengthMm() != null
                        && cable.reachMm().orElse(Long.MAX_VALUE) < spec.lengthMm())
            .thenComparing(cable -> cable.rateBps().orElse(Long.MAX_VALUE));
    return family.stream().min(order);
  }

  private long lengthMm(CableType cable) {
    if (spec != null && spec.lengthMm() != null) {
      return spec.lengthMm();
    }
    return Math.min(TierOptics.USUAL_LENGTH_MM, cable.reachMm().orElse(TierOptics.USUAL_LENGTH_MM));
  }

  private TopologyException fault(String message) {
    return new TopologyException("cables." + tier + ": " + message);
  }
}
