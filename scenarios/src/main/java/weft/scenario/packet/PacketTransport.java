package weft.scenario.packet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import weft.scenario.spec.PathsSpec.Policy;
import weft.scenario.spec.TransportSpec;
import weft.sim.packet.transport.Transport;
import weft.sim.packet.transport.TransportKind;
import weft.sim.packet.transport.Transports;
import weft.sim.packet.transport.WindowTransport;

/** The transports that scenarios can name, each with the network that it is made for. */
public enum PacketTransport {
  /** See {@link WindowTransport}. */
  ROCE(
      "roce",
      "RoCEv2 with go-back-N, without congestion control",
      "InfiniBand Architecture Specification 1.4, volume 1, section 9.7",
      true,
      false,
      Policy.ECMP),
  /** See {@link weft.sim.packet.transport.Ndp}. */
  NDP(
      "ndp",
      "NDP: receivers ask for packets, switches trim",
      "Handley et al., SIGCOMM 2017",
      false,
      false,
      Policy.SPRAY_ROUND_ROBIN),
  /** See {@link weft.sim.packet.transport.Nscc}. */
  NSCC(
      "nscc",
      "Ultra Ethernet: the sender's window follows marks and delay",
      "Ultra Ethernet Specification 1.0, section 3.6.13",
      false,
      true,
      Policy.SPRAY_RANDOM);

  /** 4.096 µs × 2^14: InfiniBand Architecture Specification 1.4, section 9.7.6.1.3, timeout 14. */
  private static final long INFINIBAND_TIMEOUT_PS = 4_096_000L << 14;

  private final String text;
  private final String title;
  private final String source;
  private final boolean flowControl;
  private final boolean marks;
  private final Policy policy;

  PacketTransport(
      String text, String title, String source, boolean flowControl, boolean marks, Policy policy) {
    this.text = text;
    this.title = title;
    this.source = source;
    this.flowControl = flowControl;
    this.marks = marks;
    this.policy = policy;
  }

  /** The one of that name. */
  public static Optional<PacketTransport> named(String name) {
    return Arrays.stream(values()).filter(one -> one.text.equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(PacketTransport::text).toList();
  }

  /** Its name in scenario files. */
  public String text() {
    return text;
  }

  /** What it is, in a line. */
  public String title() {
    return title;
  }

  /** The paper or specification. */
  public String source() {
    return source;
  }

  /** Whether it is made for a network that does not drop packets (PFC). */
  public boolean needsFlowControl() {
    return flowControl;
  }

  /** Whether it does nothing against congestion without marks (ECN). */
  public boolean needsMarks() {
    return marks;
  }

  /** Whether switches have to cut payloads off instead of dropping packets. */
  public boolean needsTrimming() {
    return kind(new TransportSpec.Known(text)).create().needsTrimming();
  }

  /** Whether its receivers throw away what comes behind a gap (go-back-N). */
  public boolean takesPacketsInOrder() {
    return kind(new TransportSpec.Known(text)).create().recovery() == Transport.Recovery.GO_BACK_N;
  }

  /** How packets get their paths where nothing else is said. */
  public Policy policy() {
    return policy;
  }

  /** What makes the transport of a run. */
  static TransportKind kind(TransportSpec spec) {
    if (spec instanceof TransportSpec.Roce roce) {
      Long window = roce.windowBytes();
      return roce(window == null ? Long.MAX_VALUE : window, roce.timeoutPs());
    }
    return spec.name().equals(ROCE.text)
        ? roce(Long.MAX_VALUE, INFINIBAND_TIMEOUT_PS)
        : Transports.named(spec.name()).orElseThrow().defaults();
  }

  private static TransportKind roce(long windowBytes, long timeoutPs) {
    return () -> new WindowTransport(windowBytes, timeoutPs, false);
  }
}
