package weft.scenario.validate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Protocol;
import weft.sim.collective.cost.Ways;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;

/** Whether an algorithm and a protocol that a scenario asks for can do its collective. */
final class WayRules {

  private static final String COLLECTIVE = "workload.collective";
  private static final String ALGORITHM = COLLECTIVE + ".algorithm";
  private static final String PROTOCOL = COLLECTIVE + ".protocol";

  private static final String LAUNCHED_BY = COLLECTIVE + ".launched-by";
  private static final String REDUCTION = "network.in-network-reduction";

  private final WorkloadSpec.Collective spec;
  private final Findings findings;
  private final Operation operation;
  private final @Nullable Algorithm algorithm;
  private final @Nullable Protocol protocol;
  private final LibraryCosts library;
  private final GroupLinks links;
  private final int[] members;
  private final GroupShape shape;

  private WayRules(
      WorkloadSpec.Collective spec,
      LibraryCosts library,
      GroupLinks links,
      int[] members,
      Findings findings) {
    this.spec = spec;
    this.findings = findings;
    this.library = library;
    this.links = links;
    this.members = members;
    operation = spec.operationToDo();
    algorithm = spec.forcedAlgorithm();
    protocol = spec.forcedProtocol();
    shape = links.shape(members, library.nvls() != null);
  }

  /**
   * Looks at a collective.
   *
   * @param places of each GPU that it may have, its number in the fabric; null if it may have all
   * @param memory what it may take
   */
  static void apply(
      WorkloadSpec.Collective spec,
      int @Nullable [] places,
      ScenarioSpec scenario,
      Catalogue catalogue,
      MemoryRules memory,
      Findings findings) {
    String named = scenario.network().library();
    if (!findings.sound(ALGORITHM, PROTOCOL)) {
      return;
    }
    boolean asksToReduce =
        scenario.network().inNetworkReduction() == OnOff.ON
            && scenario.workload() instanceof WorkloadSpec.Collective;
    if (!spec.isByLibrary(named)) {
      String because = "rings have the costs of network.step-overhead where no library is named";
      findings.noEffect(LAUNCHED_BY, because);
      return;
    }
    if (spec.algorithmFile() != null) {
      // It goes with every protocol, and from rank to rank.
      if (asksToReduce) {
        findings.noEffect(REDUCTION, "algorithm-file says who reduces");
      }
      return;
    }
    Fabric fabric = catalogue.compiled(scenario.fabric());
    int[] members = spec.members(places, fabric.endpointCount());
    if (!areOf(fabric, members)) {
      return;
    }
    GroupLinks links = new GroupLinks(fabric, scenario.network().inNetworkReduction() == OnOff.ON);
    WayRules rules =
        new WayRules(spec, catalogue.library(scenario.fabric(), named), links, members, findings);
    rules.check();
    if (asksToReduce && !findings.hasErrors()) {
      rules.reduction();
    }
    if (rules.operation == Operation.ALL_TO_ALL && !findings.hasErrors()) {
      memory.connections(COLLECTIVE, members.length, rules.mostConnections(), findings);
    }
  }

  /** Whether a group is one; if not, others say so. */
  private static boolean areOf(Fabric fabric, int[] members) {
    return members.length > 1
        && Arrays.stream(members).allMatch(gpu -> gpu < fabric.endpointCount())
        && Arrays.stream(members).distinct().count() == members.length;
  }

  private void check() {
    List<Algorithm> possible =
        Arrays.stream(Algorithm.values())
            .filter(one -> Ways.refusal(operation, one, protocol, shape, library) == null)
            .filter(one -> Ways.isConsidered(one, shape, library))
            .filter(one -> spec.pairSizes() == null || Schedules.sendsPairByPair(one))
            .toList();
    if (algorithm == null) {
      if (possible.isEmpty()) {
        findings.error(
            PROTOCOL,
            "%s: no algorithm that the library would choose for %s has this protocol. Maybe auto."
                .formatted(protocol == null ? "auto" : protocol.text(), operation.text()));
      }
      return;
    }
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

  private void reduction() {
    if (algorithm == Algorithm.IN_NETWORK) {
      return;
    }
    Chooser chooser = links.chooser(spec.request(), members, library);
    if (algorithm != null) {
      findings.noEffect(REDUCTION, "the algorithm is " + algorithm.text());
    } else if (spec.sizes().stream()
        .allMatch(bytes -> chooser.choice(bytes).algorithm() != Algorithm.IN_NETWORK)) {
      findings.noEffect(REDUCTION, "the library chooses other algorithms for every size");
    }
  }

  /** Of the schedules of all sizes, the most. */
  private long mostConnections() {
    Chooser chooser = links.chooser(spec.request().withRoot(0), members, library);
    return spec.sizes().stream()
        .mapToLong(bytes -> chooser.connections(chooser.choice(bytes)))
        .max()
        .orElseThrow();
  }
}
