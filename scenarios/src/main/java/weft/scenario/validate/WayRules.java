package weft.scenario.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.PacketSpec;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Protocol;
import weft.sim.collective.cost.Ways;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;

/**
 * Whether an algorithm and a protocol that a scenario asks for can do its collective, and the
 * network model what comes of it.
 */
final class WayRules {

  private static final String ALGORITHM = "workload.collective.algorithm";
  private static final String PROTOCOL = "workload.collective.protocol";

  private final WorkloadSpec.Collective spec;
  private final Findings findings;
  private final Operation operation;
  private final @Nullable Algorithm algorithm;
  private final @Nullable Protocol protocol;
  private final LibraryCosts library;
  private final Fabric fabric;
  private final int[] members;
  private final GroupShape shape;

  private WayRules(
      WorkloadSpec.Collective spec,
      LibraryCosts library,
      Fabric fabric,
      int ranks,
      Findings findings) {
    this.spec = spec;
    this.findings = findings;
    this.library = library;
    this.fabric = fabric;
    operation = spec.operationToDo();
    algorithm = spec.forcedAlgorithm();
    protocol = spec.forcedProtocol();
    members = IntStream.range(0, ranks).toArray();
    shape = new GroupLinks(fabric).shape(members, library.nvls() != null);
  }

  static void apply(
      WorkloadSpec.Collective spec, ScenarioSpec scenario, Catalogue catalogue, Findings findings) {
    String named = scenario.network().library();
    if (!findings.sound(ALGORITHM, PROTOCOL) || !spec.isByLibrary(named)) {
      return;
    }
    Fabric fabric = catalogue.compiled(scenario.fabric());
    int ranks = Objects.requireNonNullElse(spec.ranks(), fabric.endpointCount());
    if (ranks < 2 || ranks > fabric.endpointCount()) {
      return;
    }
    WayRules rules =
        new WayRules(spec, catalogue.library(scenario.fabric(), named), fabric, ranks, findings);
    if (rules.arePossible()
        && scenario.network().model() == NetworkKind.PACKET
        && scenario.network().packet().scaleUp() == PacketSpec.ScaleUpKind.PACKET) {
      rules.forwardOnly();
    }
  }

  private boolean arePossible() {
    List<Algorithm> possible =
        Arrays.stream(Algorithm.values())
            .filter(one -> Ways.refusal(operation, one, protocol, shape, library) == null)
            .filter(one -> Ways.isConsidered(one, shape, library))
            .toList();
    if (algorithm == null) {
      if (possible.isEmpty()) {
        findings.error(
            PROTOCOL,
            "%s: no algorithm that the library would choose for %s has this protocol. Maybe auto."
                .formatted(protocol == null ? "auto" : protocol.text(), operation.text()));
      }
      return !possible.isEmpty();
    }
    String refusal = Ways.refusal(operation, algorithm, null, shape, library);
    if (refusal != null) {
      String others = String.join(" or ", possible.stream().map(Algorithm::text).toList());
      findings.error(ALGORITHM, refusal + ". Maybe " + (others.isEmpty() ? "auto" : others) + ".");
      return false;
    }
    String mismatch = Ways.refusal(operation, algorithm, protocol, shape, library);
    if (mismatch != null) {
      findings.error(
          PROTOCOL, mismatch + ". Maybe " + Ways.protocols(algorithm).get(0).text() + ".");
    }
    return mismatch == null;
  }

  /** As packets, switches forward; they send nothing of their own, so they cannot reduce. */
  private void forwardOnly() {
    Chooser chooser =
        new GroupLinks(fabric)
            .chooser(operation, members, library, spec.channelsToUse(), algorithm, protocol);
    for (long bytes : spec.sizes()) {
      Algorithm chosen = chooser.choice(bytes).algorithm();
      if (Ways.usesNvSwitches(chosen)) {
        String who =
            algorithm == null
                ? "the library chooses %s for %s, which"
                    .formatted(chosen.text(), Quantities.format(Dimension.SIZE, bytes))
                : chosen.text();
        findings.error(
            ALGORITHM,
            who
                + " has NVSwitches reduce, but with network.packet.scale-up: packet they only"
                + " forward. Maybe network.packet.scale-up: flow.");
        return;
      }
    }
  }
}
