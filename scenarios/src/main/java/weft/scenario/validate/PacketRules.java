package weft.scenario.validate;

import java.util.Optional;
import weft.scenario.packet.LinkFacts;
import weft.scenario.packet.PacketPlan;
import weft.scenario.parse.Quantities;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.NetworkSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.PacketSpec;
import weft.scenario.spec.PacketSwitchSpec;
import weft.scenario.spec.PathsSpec.Policy;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;
import weft.sim.packet.PacketOptions;

/** Rules of the packet model: its settings fit together, and the fabric. */
final class PacketRules {

  private static final String MODEL = "network.model";
  private static final String PACKET = "network.packet";
  private static final String MTU = PACKET + ".mtu";
  private static final String TRANSPORT = PACKET + ".transport";
  private static final String PATHS = PACKET + ".paths";
  private static final String SWITCHES = PACKET + ".switches";
  private static final String BUFFER = SWITCHES + ".buffer";
  private static final String QUEUE = SWITCHES + ".queue";
  private static final String ECN = SWITCHES + ".ecn";
  private static final String PFC = SWITCHES + ".pfc";

  private static final int MOST_CLASSES = 3;

  private final PacketSpec spec;
  private final PacketPlan plan;
  private final Findings findings;

  private PacketRules(PacketSpec spec, PacketPlan plan, Findings findings) {
    this.spec = spec;
    this.plan = plan;
    this.findings = findings;
  }

  /**
   * Applies them.
   *
   * @param gpus number of GPUs of the fabric, which can be built
   * @return the settings; empty if the model is another, or the scenario not sound so far
   */
  static Optional<PacketPlan> apply(
      ScenarioSpec scenario, Catalogue catalogue, int gpus, Findings findings) {
    if (withoutPackets(scenario.network(), findings) || !findings.sound("fabric", PACKET, MODEL)) {
      return Optional.empty();
    }
    PacketSpec spec = scenario.network().packet();
    PacketPlan plan = PacketPlan.of(spec, catalogue.compiled(scenario.fabric()));
    PacketRules rules = new PacketRules(spec, plan, findings);
    rules.sizes();
    rules.rates();
    if (findings.sound("workload")) {
      PacketNumbers.apply(scenario.workload(), plan, gpus, findings);
    }
    rules.classes();
    rules.queues();
    rules.marks();
    rules.flowControl();
    rules.transport();
    TransportRules.apply(spec.transport(), plan.fullBytes(), TRANSPORT, findings);
    TimeoutRules.apply(spec.transport(), plan.facts().longestRoundTripPs(), TRANSPORT, findings);
    rules.paths();
    rules.steadyStates();
    return Optional.of(plan);
  }

  /** Whether the model is another; then settings of packets have no effect. */
  static boolean withoutPackets(NetworkSpec network, Findings findings) {
    if (!findings.sound(MODEL) || network.model() == NetworkKind.PACKET) {
      return false;
    }
    findings.noEffect(PACKET, "the model is " + Schema.text(network.model()));
    return true;
  }

  private void steadyStates() {
    if (spec.steadyTolerance() > PacketOptions.MOST_TOLERANCE) {
      findings.error(
          PACKET + ".steady-tolerance",
          "lets rates pass for steady that change by %s of themselves; at most %s. Maybe 0.03."
              .formatted(spec.steadyTolerance(), PacketOptions.MOST_TOLERANCE));
    } else if (plan.transport().name().equals("dcqcn")) {
      findings.noEffect(PACKET + ".steady-tolerance", "dcqcn never comes to rest");
    } else if (plan.policy() == Policy.FLOWLET || plan.policy() == Policy.ADAPTIVE) {
      findings.noEffect(
          PACKET + ".steady-tolerance",
          "nobody knows which paths packets would take that are left out");
    }
  }

  private void sizes() {
    int most = PacketPlan.MOST_PACKET_BYTES;
    if (plan.fullBytes() > most) {
      findings.error(
          MTU,
          "makes packets of %s with their header, at most %s are possible. Maybe %s."
              .formatted(
                  size(plan.fullBytes()),
                  size(most),
                  size(Math.max(64, most - spec.headerBytes()))));
    }
    if (plan.bufferBytes() < plan.fullBytes()) {
      findings.error(
          BUFFER,
          "is %s, less than a packet with its header, %s. Maybe 32MB."
              .formatted(size(plan.bufferBytes()), size(plan.fullBytes())));
    } else if (plan.queueBytes() < plan.fullBytes()) {
      findings.error(
          QUEUE,
          "is %s, less than a packet with its header, %s. Maybe %s."
              .formatted(
                  size(plan.queueBytes()), size(plan.fullBytes()), size(8L * plan.fullBytes())));
    }
    if (plan.controlFirst()
        && plan.controlQueueBytes() < Math.max(spec.headerBytes(), spec.controlBytes())) {
      findings.error(
          SWITCHES + ".control-queue",
          "is %s, less than a control packet or a header. Maybe %s."
              .formatted(size(plan.controlQueueBytes()), size(8L * plan.fullBytes())));
    }
    if (!plan.controlFirst()) {
      findings.noEffect(
          SWITCHES + ".control-queue", "control packets are in the queues of data (control-first)");
    }
  }

  private void rates() {
    LinkFacts facts = plan.facts();
    long leastBps = PacketPlan.leastRateBps(plan.fullBytes());
    if (facts.slowestBps() < leastBps) {
      findings.error(
          MODEL,
          "%s has %s; a link of less than %s needs more than 2 ms for a packet, too long for the packet model. Maybe model: flow."
              .formatted(
                  facts.slowest(),
                  Quantities.format(Dimension.RATE, facts.slowestBps()),
                  Quantities.format(Dimension.RATE, leastBps)));
    }
    if (facts.links() > PacketPlan.MOST_LINKS) {
      findings.error(
          MODEL,
          "the fabric has %s links, the packet model takes at most %s. Maybe model: flow."
              .formatted(Findings.grouped(facts.links()), Findings.grouped(PacketPlan.MOST_LINKS)));
    }
  }

  private void classes() {
    if (spec.switches().classes().size() > MOST_CLASSES) {
      findings.error(
          SWITCHES + ".classes",
          "are %d, at most %d are possible. Maybe [4, 2, 1]."
              .formatted(spec.switches().classes().size(), MOST_CLASSES));
    } else if (spec.switches().classes().size() > spec.queuePairs()) {
      findings.warning(
          SWITCHES + ".classes",
          "are %d, but a connection has %s, and each uses one class: unless GPUs have more connections with each other, a class is never used but has its share of the buffer. Maybe queue-pairs: %d."
              .formatted(
                  spec.switches().classes().size(),
                  spec.queuePairs() == 1
                      ? "only one queue pair"
                      : "only " + spec.queuePairs() + " queue pairs",
                  spec.switches().classes().size()));
    }
  }

  /** A queue alone in the buffer: alpha times what it leaves free (Choudhury and Hahne, 1998). */
  private double mostOfAQueue() {
    double alpha = spec.switches().dynamicThreshold();
    return alpha / (1 + alpha) * plan.bufferBytes();
  }

  private void queues() {
    if (!(spec.switches().dynamicThreshold() > 0)) {
      findings.error(
          SWITCHES + ".dynamic-threshold", "is 0, so that no queue could hold a packet. Maybe 1.");
    } else if (plan.bufferBytes() == Long.MAX_VALUE) {
      findings.noEffect(SWITCHES + ".dynamic-threshold", "the buffer has no limit");
    } else if (plan.flowControl()) {
      findings.noEffect(
          SWITCHES + ".dynamic-threshold", "flow control (pfc) decides what may be held");
    } else if (mostOfAQueue() < plan.fullBytes()) {
      findings.error(
          SWITCHES + ".dynamic-threshold",
          "lets a queue hold %s of the buffer of %s at most, and a packet has %s. Maybe 1."
              .formatted(
                  size((long) mostOfAQueue()), size(plan.bufferBytes()), size(plan.fullBytes())));
    }
    if (plan.trimming() && !plan.controlFirst()) {
      findings.error(
          SWITCHES + ".control-first",
          "is off, but trimmed headers need a queue that goes first. Maybe on.");
    }
  }

  private void marks() {
    PacketSwitchSpec.EcnSpec ecn = spec.switches().ecn();
    if (!plan.marks()) {
      for (String key : new String[] {"min", "max", "probability", "at"}) {
        findings.noEffect(ECN + "." + key, "nothing is marked");
      }
      if (ecn.enabled() == OnOff.OFF && plan.transport().needsMarks()) {
        findings.warning(
            ECN + ".enabled",
            "is off, but %s does nothing against congestion without marks."
                .formatted(plan.transport().name()));
      }
    } else if (plan.ecnMinBytes() > plan.ecnMaxBytes()) {
      boolean given = ecn.minBytes() != null;
      findings.error(
          ECN + (given ? ".min" : ".max"),
          "min is %s, more than max, %s. Maybe %s: %s."
              .formatted(
                  size(plan.ecnMinBytes()),
                  size(plan.ecnMaxBytes()),
                  given ? "min" : "max",
                  size(given ? plan.ecnMaxBytes() / 4 : 4 * plan.ecnMinBytes())));
    }
  }

  private void flowControl() {
    if (!plan.flowControl()) {
      for (String key : new String[] {"xoff", "xon", "headroom"}) {
        findings.noEffect(PFC + "." + key, "nobody is paused");
      }
      findings.noEffect(PACKET + ".watchdog.storm", "nobody is paused");
      return;
    }
    PacketSwitchSpec.PfcSpec pfc = spec.switches().pfc();
    LinkFacts facts = plan.facts();
    if (facts.ports() == 0) {
      return;
    }
    if (plan.xonBytes() > plan.xoffBytes()) {
      findings.error(
          PFC + ".xon",
          "is %s, more than xoff, %s. Maybe %s."
              .formatted(
                  size(plan.xonBytes()),
                  size(plan.xoffBytes()),
                  size(Math.max(0, plan.xoffBytes() - 2L * plan.fullBytes()))));
    }
    Long headroom = pfc.headroomBytes();
    if (headroom != null && headroom < facts.headroomBytes()) {
      findings.error(
          PFC + ".headroom",
          "is %s, but %s needs 2 × latency × rate and two packets, %s: packets would be lost. Maybe %s."
              .formatted(
                  size(headroom),
                  facts.headroomLink(),
                  size(facts.headroomBytes()),
                  size(facts.headroomBytes())));
    }
    long shares = (long) facts.ports() * spec.switches().classes().size();
    if (plan.bufferBytes() >= plan.fullBytes()
        && (plan.flowControlBytes() > plan.bufferBytes() || plan.xoffBytes() == 0)) {
      boolean given = spec.switches().bufferBytes() != null;
      long needed =
          plan.xoffBytes() == 0
              ? shares * (plan.sharedHeadroomBytes() + 4L * plan.fullBytes())
              : plan.flowControlBytes();
      findings.error(
          given ? BUFFER : PFC + (pfc.xoffBytes() != null ? ".xoff" : ".headroom"),
          "a buffer of %s is too small for xoff and headroom of %s links and %s of %s. Maybe buffer: %s."
              .formatted(
                  size(plan.bufferBytes()),
                  Findings.grouped(facts.ports()),
                  spec.switches().classes().size() == 1
                      ? "one class"
                      : spec.switches().classes().size() + " classes",
                  facts.largestSwitch(),
                  size(needed)));
    } else if (pfc.xoffBytes() == null && plan.hasNarrowXoff()) {
      boolean given = spec.switches().bufferBytes() != null;
      findings.warning(
          given ? BUFFER : PFC,
          "leaves xoff at %s; the typical link has %s under way (2 × latency × rate), and a port pauses all the time. Headroom of every port is %s%s. Maybe %s."
              .formatted(
                  size(plan.xoffBytes()),
                  size(facts.typicalBytes()),
                  size(plan.headroomBytes()),
                  headroom == null ? ", which " + facts.headroomLink() + " needs" : "",
                  given
                      ? "buffer: "
                          + size(shares * (plan.sharedHeadroomBytes() + plan.ampleXoffBytes()))
                      : "xoff: " + size(plan.ampleXoffBytes())));
    }
  }

  private void transport() {
    String name = plan.transport().name();
    if (plan.transport().needsTrimming() && !plan.trimming()) {
      findings.error(
          SWITCHES + ".trimming",
          "is off, but %s needs switches that trim packets. Maybe on, or transport: roce."
              .formatted(name));
    }
    if (plan.transport().needsTelemetry() && !plan.telemetry()) {
      findings.error(
          SWITCHES + ".telemetry",
          "is off, but %s needs switches that write telemetry. Maybe on, or transport: dcqcn."
              .formatted(name));
    } else if (!plan.transport().needsTelemetry() && plan.telemetry()) {
      findings.noEffect(SWITCHES + ".telemetry", name + " does not read it");
    }
    if (plan.transport().needsTelemetry() && !PacketPlan.isOnePath(plan.policy())) {
      findings.error(
          PATHS + ".policy",
          "is %s, but %s compares what links say, so a flow must keep its path. Maybe ecmp."
              .formatted(Schema.text(plan.policy()), name));
      return;
    }
    if (plan.limitsABaseline()) {
      findings.warning(
          spec.switches().bufferBytes() != null
              ? BUFFER
              : spec.switches().queueBytes() != null ? QUEUE : PFC + ".enabled",
          "limits what switches hold, but %s is a baseline for switches without limits."
              .formatted(name));
    }
    if (plan.transport().needsFlowControl() && spec.switches().pfc().enabled() == OnOff.OFF) {
      findings.warning(
          PFC + ".enabled",
          "is off, but %s is made for a network that does not lose packets.".formatted(name));
    }
    if (plan.transport().takesPacketsInOrder()
        && plan.policy() != Policy.ECMP
        && plan.policy() != Policy.FLOWLET) {
      findings.warning(
          spec.paths().policy() == null ? TRANSPORT : PATHS + ".policy",
          "%s has packets come out of order, and %s sends again all that comes behind a gap."
              .formatted(Schema.text(plan.policy()), name));
    }
  }

  private void paths() {
    if (PacketPlan.isOnePath(plan.policy())) {
      findings.noEffect(PATHS + ".entropies", "all packets of a flow take one path (ecmp)");
    }
    if (plan.policy() != Policy.FLOWLET) {
      findings.noEffect(PATHS + ".flowlet-gap", "paths are not chosen by flowlet");
    }
  }

  private static String size(long bytes) {
    return Quantities.format(Dimension.SIZE, bytes);
  }
}
