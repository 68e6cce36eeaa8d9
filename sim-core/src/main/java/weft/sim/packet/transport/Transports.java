package weft.sim.packet.transport;

import java.util.List;
import java.util.Optional;

/** The transports by name. */
public final class Transports {

  /** The source of what has none. */
  public static final String ASSUMPTION = "an assumption";

  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "roce",
              "RoCEv2 with go-back-N, without congestion control",
              "InfiniBand Architecture Specification 1.4, volume 1, section 9.7",
              WindowTransport.Parameters.DEFAULT,
              false,
              true),
          new Entry(
              "dcqcn",
              "RoCEv2 with go-back-N and DCQCN: a rate by marks",
              "Zhu et al., SIGCOMM 2015",
              Dcqcn.Parameters.DEFAULT,
              true,
              true),
          new Entry(
              "hpcc",
              "HPCC: a window by telemetry of the switches",
              "Li et al., SIGCOMM 2019",
              Hpcc.Parameters.DEFAULT,
              false,
              true),
          new Entry(
              "swift",
              "Swift: a window by delay",
              "Kumar et al., SIGCOMM 2020",
              Swift.Parameters.DEFAULT,
              false,
              false),
          new Entry(
              "ndp",
              "NDP: receivers ask for packets, switches trim",
              "Handley et al., SIGCOMM 2017",
              Ndp.Parameters.DEFAULT,
              false,
              false),
          new Entry(
              "nscc",
              "Ultra Ethernet: sender's window by marks and delay (NSCC)",
              "Ultra Ethernet Specification 1.0, section 3.6.13",
              Nscc.Parameters.DEFAULT,
              true,
              false),
          new Entry(
              "ideal",
              "a baseline: line rate and no reaction to anything, for queues without limit",
              ASSUMPTION,
              IdealTransport.Parameters.DEFAULT,
              false,
              false));

  /**
   * A transport.
   *
   * @param name in scenario files
   * @param title what it is, in a line
   * @param source the paper or specification
   * @param defaults its parameters
   * @param needsMarks whether it does nothing against congestion without marks (ECN)
   * @param needsFlowControl whether it is made for a network that does not drop packets (PFC)
   */
  public record Entry(
      String name,
      String title,
      String source,
      TransportKind defaults,
      boolean needsMarks,
      boolean needsFlowControl) {

    /** Whether switches have to cut payloads off instead of dropping packets. */
    public boolean needsTrimming() {
      return defaults.create().needsTrimming();
    }

    /** Whether its receivers throw away what comes behind a gap (go-back-N). */
    public boolean takesPacketsInOrder() {
      return defaults.create().recovery() == Transport.Recovery.GO_BACK_N;
    }

    /** Whether switches have to write telemetry into packets; then no flow may change its path. */
    public boolean needsTelemetry() {
      return defaults.create().telemetryWordsPerHop() > 0;
    }
  }

  private Transports() {}

  /** All of them. */
  public static List<Entry> all() {
    return ALL;
  }

  /** The one of that name. */
  public static Optional<Entry> named(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
