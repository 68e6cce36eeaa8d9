package weft.scenario.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ProtocolName;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Protocol;
import weft.sim.collective.cost.Ways;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;

/** Whether an algorithm and a protocol that a scenario asks for can do its collective. */
final class WayRules {

  private static final String ALGORITHM = "workload.collective.algorithm";
  private static final String PROTOCOL = "workload.collective.protocol";

  private WayRules() {}

  static void apply(
      WorkloadSpec.Collective spec, ScenarioSpec scenario, Catalogue catalogue, Findings findings) {
    boolean isAuto = spec.algorithm().equals(WorkloadSpec.Collective.AUTO);
    if ((isAuto && spec.protocol() == ProtocolName.AUTO) || !findings.sound(ALGORITHM, PROTOCOL)) {
      return;
    }
    LibraryCosts library = catalogue.library(scenario.fabric(), scenario.network().library());
    Fabric fabric = catalogue.compiled(scenario.fabric());
    int ranks = Objects.requireNonNullElse(spec.ranks(), fabric.endpointCount());
    if (ranks < 2 || ranks > fabric.endpointCount()) {
      return;
    }
    GroupShape shape =
        new GroupLinks(fabric).shape(IntStream.range(0, ranks).toArray(), library.nvls() != null);
    Operation operation = Operation.valueOf(spec.operation().name());
    Protocol protocol =
        spec.protocol() == ProtocolName.AUTO ? null : Protocol.valueOf(spec.protocol().name());
    List<Algorithm> possible =
        Arrays.stream(Algorithm.values())
            .filter(one -> Ways.refusal(operation, one, protocol, shape, library) == null)
            .filter(one -> Ways.isConsidered(one, shape, library))
            .toList();
    if (isAuto) {
      if (possible.isEmpty()) {
        findings.error(
            PROTOCOL,
            "%s: no algorithm that the library would choose for %s has this protocol. Maybe auto."
                .formatted(text(protocol), operation.text()));
      }
      return;
    }
    Algorithm algorithm = Algorithm.named(spec.algorithm());
    String refusal = Ways.refusal(operation, algorithm, null, shape, library);
    if (refusal != null) {
      String others = String.join(" or ", possible.stream().map(Algorithm::text).toList());
      findings.error(ALGORITHM, refusal + ". Maybe " + (others.isEmpty() ? "auto" : others) + ".");
      return;
    }
    String mismatch = Ways.refusal(operation, algorithm, protocol, shape, library);
    if (mismatch != null) {
      findings.error(
          PROTOCOL, mismatch + ". Maybe " + Ways.protocols(algorithm).get(0).text() + ".");
    }
  }

  private static String text(@Nullable Protocol protocol) {
    return protocol == null ? "auto" : protocol.text();
  }
}
