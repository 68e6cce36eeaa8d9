package weft.scenario.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.PacketSpec;
import weft.scenario.spec.PacketSwitchSpec;
import weft.scenario.spec.PacketSwitchSpec.EcnSpec;
import weft.scenario.spec.PacketSwitchSpec.PfcSpec;
import weft.scenario.spec.PathsSpec;
import weft.scenario.spec.PathsSpec.Policy;
import weft.sim.fabric.Fabric;
import weft.sim.packet.PacketOptions;
import weft.sim.packet.PathPolicy;
import weft.sim.packet.Watchdogs;
import weft.sim.packet.queue.Ecn;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.transport.Transports;
import weft.sim.run.PacketNetwork;

/**
 * The settings of the packet model with all that a scenario leaves to the fabric worked out. The
 * values need not fit together yet; {@link #network} wants them to.
 *
 * @param spec what the scenario says
 * @param facts what the rest follows from
 * @param transport what senders do
 * @param policy how packets get their paths
 * @param entropies paths that a flow knows at most
 * @param flowletGapPs after a pause of more than this a flow may change its path, picoseconds
 * @param bufferBytes shared by the ports of a switch; {@link Long#MAX_VALUE} without limit
 * @param queueBytes at most in a queue of a port; {@link Long#MAX_VALUE} without limit
 * @param controlQueueBytes the same of control packets
 * @param controlFirst whether control packets go first
 * @param trimming whether packets are trimmed
 * @param telemetry whether switches write telemetry into packets
 * @param marks whether packets are marked
 * @param ecnMinBytes queue up to which nothing is marked
 * @param ecnMaxBytes queue from which on all is marked
 * @param ecnProbability of a mark just below that
 * @param flowControl whether senders are paused
 * @param xoffBytes held bytes above which they are
 * @param xonBytes held bytes at which they go on
 * @param headroomBytes room for what arrives after the pause was sent
 */
public record PacketPlan(
    PacketSpec spec,
    LinkFacts facts,
    Transports.Entry transport,
    Policy policy,
    int entropies,
    long flowletGapPs,
    long bufferBytes,
    long queueBytes,
    long controlQueueBytes,
    boolean controlFirst,
    boolean trimming,
    boolean telemetry,
    boolean marks,
    long ecnMinBytes,
    long ecnMaxBytes,
    double ecnProbability,
    boolean flowControl,
    long xoffBytes,
    long xonBytes,
    long headroomBytes) {

  /** Bytes of a packet on the wire at most. */
  public static final int MOST_PACKET_BYTES = PacketStore.MAX_WIRE_BYTES;

  /** Links of a fabric at most. */
  public static final int MOST_LINKS = PacketEvents.MAX_LINKS;

  /** Flows at most. */
  public static final int MOST_FLOWS = PacketStore.MAX_FLOWS;

  /**
   * 165.2 MB for 51.2 Tb/s, which Tomahawk 5 is said to have: an assumption, as no document of
   * Broadcom's that says so was at hand.
   */
  private static final double BUFFER_PS = 165.2e6 * 8 / 51.2e12 * 1e12;

  /** 5 KB at 40 Gb/s (Zhu et al., SIGCOMM 2015, section 5). */
  private static final double ECN_MIN_PS = 1e6;

  /** 200 KB at 40 Gb/s, likewise. */
  private static final double ECN_MAX_PS = 40e6;

  /** Likewise. */
  private static final double ECN_PROBABILITY = 0.01;

  private static final int ENTROPIES = 256;

  /** Least packets above Xoff less headroom that a default leaves. */
  private static final int LEAST_XOFF_PACKETS = 4;

  /**
   * Works out the settings.
   *
   * @param spec each value of which is sound by itself
   */
  public static PacketPlan of(PacketSpec spec, Fabric fabric) {
    Transports.Entry transport = Transports.named(spec.transport().name()).orElseThrow();
    int fullBytes = (int) (spec.mtuBytes() + spec.headerBytes());
    LinkFacts facts =
        LinkFacts.of(
            fabric,
            spec.scaleUp() == PacketSpec.ScaleUpKind.PACKET,
            fullBytes,
            (int) spec.controlBytes());
    PathsSpec paths = spec.paths();
    Policy policy = paths.policy() == null ? policy(transport) : paths.policy();
    PacketSwitchSpec switches = spec.switches();
    boolean trimming = on(switches.trimming(), transport.needsTrimming());
    EcnSpec ecn = switches.ecn();
    boolean marks =
        on(
            ecn.enabled(),
            transport.needsMarks()
                || ecn.minBytes() != null
                || ecn.maxBytes() != null
                || ecn.probability() != null);
    PfcSpec pfc = switches.pfc();
    boolean flowControl =
        on(
            pfc.enabled(),
            transport.needsFlowControl()
                || pfc.xoffBytes() != null
                || pfc.xonBytes() != null
                || pfc.headroomBytes() != null);
    long shares = (long) Math.max(1, facts.ports()) * switches.classes().size();
    long headroom = or(pfc.headroomBytes(), facts.headroomBytes());
    long wanted = or(pfc.xoffBytes(), (long) LEAST_XOFF_PACKETS * fullBytes);
    long shared = or(pfc.headroomBytes(), facts.sharedHeadroomBytes());
    long least = flowControl ? product(shares, sum(wanted, shared)) : fullBytes;
    long buffer =
        or(
            switches.bufferBytes(),
            isForUnlimitedQueues(transport) && !flowControl
                ? Long.MAX_VALUE
                : Math.max(least, bytes(BUFFER_PS, facts.switchBps())));
    long xoff = or(pfc.xoffBytes(), Math.max(0, buffer / shares - shared));
    long queue = or(switches.queueBytes(), queueBytes(transport, facts, fullBytes));
    boolean ofQueue = transport.name().equals("nscc") && queue != Long.MAX_VALUE;
    return new PacketPlan(
        spec,
        facts,
        transport,
        policy,
        isOnePath(policy) ? 1 : or(paths.entropies(), ENTROPIES),
        policy == Policy.FLOWLET ? or(paths.flowletGapPs(), facts.roundTripPs()) : 0,
        buffer,
        queue,
        or(switches.controlQueueBytes(), queue),
        on(switches.controlFirst(), trimming),
        trimming,
        on(switches.telemetry(), transport.needsTelemetry()),
        marks,
        or(ecn.minBytes(), ofQueue ? queue / 5 : bytes(ECN_MIN_PS, facts.fastestPortBps())),
        or(ecn.maxBytes(), ofQueue ? queue / 5 * 4 : bytes(ECN_MAX_PS, facts.fastestPortBps())),
        ecn.probability() == null ? (ofQueue ? 1 : ECN_PROBABILITY) : ecn.probability(),
        flowControl,
        xoff,
        or(pfc.xonBytes(), Math.max(0, xoff - 2L * fullBytes)),
        headroom);
  }

  /**
   * Eight packets for NDP (SIGCOMM 2017, section 6); for NSCC R × T, and marks between 20 and 80 %
   * of that, as htsim has it; no limit for others.
   */
  private static long queueBytes(Transports.Entry transport, LinkFacts facts, int fullBytes) {
    return switch (transport.name()) {
      case "ndp" -> 8L * fullBytes;
      case "nscc" ->
          Math.max(8L * fullBytes, bytes((double) facts.roundTripPs(), facts.fastestPortBps()));
      default -> Long.MAX_VALUE;
    };
  }

  /** As the papers have it; one path a flow where they leave that to the network. */
  private static Policy policy(Transports.Entry transport) {
    return switch (transport.name()) {
      case "ndp" -> Policy.SPRAY_ROUND_ROBIN;
      case "nscc" -> Policy.SPRAY_RANDOM;
      default -> Policy.ECMP;
    };
  }

  private static boolean isForUnlimitedQueues(Transports.Entry transport) {
    return transport.name().equals("ideal");
  }

  /** Whether its transport is a baseline without limits, but the scenario gives some. */
  public boolean limitsABaseline() {
    return isForUnlimitedQueues(transport)
        && (bufferBytes != Long.MAX_VALUE || queueBytes != Long.MAX_VALUE);
  }

  /** Whether senders are paused for less than what a typical link has under way, or 4 packets. */
  public boolean hasNarrowXoff() {
    return flowControl
        && sharedHeadroomBytes() > facts.typicalBytes() + 2L * fullBytes()
        && xoffBytes <= Math.max(facts.typicalBytes() - 1, (long) LEAST_XOFF_PACKETS * fullBytes());
  }

  /** What xoff would be if headroom were that of a typical link, bytes; more than narrow. */
  public long ampleXoffBytes() {
    long shares = (long) Math.max(1, facts.ports()) * spec.switches().classes().size();
    return Math.max(
        facts.typicalBytes() + (long) LEAST_XOFF_PACKETS * fullBytes(),
        bytes(BUFFER_PS, facts.switchBps()) / shares - facts.typicalBytes() - 2L * fullBytes());
  }

  /** Whether switches choose at random: which packets they mark, or which of two they trim. */
  public boolean hasRandomSwitches() {
    return trimming || (marks && ecnMinBytes < ecnMaxBytes && ecnProbability > 0);
  }

  /** A full packet on the wire, bytes. */
  public int fullBytes() {
    return (int) (spec.mtuBytes() + spec.headerBytes());
  }

  /** What flow control takes of a switch's buffer at most, bytes. */
  public long flowControlBytes() {
    return product(
        (long) facts.ports() * spec.switches().classes().size(),
        sum(xoffBytes, sharedHeadroomBytes()));
  }

  /** Headroom that buffers are divided with: that of the scale-out network, unless given, bytes. */
  public long sharedHeadroomBytes() {
    return or(spec.switches().pfc().headroomBytes(), facts.sharedHeadroomBytes());
  }

  /** Least rate of a link, on which a full packet takes 2 ms, bits per second. */
  public static long leastRateBps(int fullBytes) {
    return fullBytes * 8L * 500;
  }

  /** Whether all packets of a flow take one path. */
  public static boolean isOnePath(Policy policy) {
    return policy == Policy.ECMP;
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException if the values do not fit together
   */
  public PacketNetwork network() {
    List<Integer> classes = spec.switches().classes();
    boolean dequeue = spec.switches().ecn().at() == PacketSwitchSpec.MarkAt.DEQUEUE;
    SwitchOptions switches =
        new SwitchOptions(
            bufferBytes,
            bufferBytes == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : spec.switches().dynamicThreshold(),
            queueBytes,
            controlQueueBytes,
            controlFirst,
            classes.stream().mapToInt(Integer::intValue).toArray(),
            trimming,
            marks ? new Ecn(ecnMinBytes, ecnMaxBytes, ecnProbability, dequeue) : null,
            flowControl ? new Pfc(xoffBytes, xonBytes, headroomBytes) : null,
            spec.switches().forwarding() == PacketSwitchSpec.Forwarding.CUT_THROUGH);
    PacketOptions options =
        new PacketOptions(
            new Wire((int) spec.mtuBytes(), (int) spec.headerBytes(), (int) spec.controlBytes()),
            switches,
            TransportKinds.of(spec.transport()),
            new PathPolicy(kind(policy), entropies, flowletGapPs),
            spec.queuePairs(),
            spec.messageOverheadPs(),
            spec.completion() == PacketSpec.Completion.RECEIVED
                ? PacketOptions.Completion.RECEIVED
                : PacketOptions.Completion.ACKNOWLEDGED,
            spec.steadyTolerance());
    return new PacketNetwork(
            options,
            spec.scaleUp() == PacketSpec.ScaleUpKind.FLOW
                ? PacketNetwork.ScaleUp.FLOW
                : PacketNetwork.ScaleUp.PACKET)
        .withWatchdogs(new Watchdogs(spec.watchdog().stallPs(), spec.watchdog().stormPs()));
  }

  private static PathPolicy.Kind kind(Policy policy) {
    return switch (policy) {
      case ECMP -> PathPolicy.Kind.ECMP;
      case FLOWLET -> PathPolicy.Kind.FLOWLET;
      case SPRAY_RANDOM -> PathPolicy.Kind.SPRAY_RANDOM;
      case SPRAY_ROUND_ROBIN -> PathPolicy.Kind.SPRAY_ROUND_ROBIN;
      case ADAPTIVE -> PathPolicy.Kind.ADAPTIVE;
      case REPS -> PathPolicy.Kind.REPS;
      case MIXED -> PathPolicy.Kind.MIXED;
    };
  }

  private static boolean on(@Nullable OnOff given, boolean otherwise) {
    return given == null ? otherwise : given == OnOff.ON;
  }

  private static long or(@Nullable Long given, long otherwise) {
    return given == null ? otherwise : given;
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private static long bytes(double timePs, long rateBps) {
    return (long) (timePs * (rateBps / 8e12));
  }

  /** Sizes are below 2^59 bytes each. */
  private static long sum(long one, long other) {
    return one + other;
  }

  private static long product(long count, long bytes) {
    return bytes > 0 && count > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : count * bytes;
  }
}
