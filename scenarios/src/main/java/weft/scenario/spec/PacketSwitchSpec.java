package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What switches do with packets. */
public record PacketSwitchSpec(
    @Key(
            doc = "Buffer that the ports of a switch share.",
            absent =
                "25.8 us of the rate of all ports of the largest switch, as Tomahawk 5 is said to have"
                    + " (165.2 MB for 51.2 Tb/s); more where flow control needs it; no limit with"
                    + " `ideal`",
            example = "64MB",
            min = 1)
        @Nullable Long bufferBytes,
    @Key(
            doc =
                "A queue may hold this many times what is free of the buffer (dynamic threshold,"
                    + " alpha); above 0. Flow control takes its place where it is on.",
            defaultText = "1",
            max = 1_024)
        double dynamicThreshold,
    @Key(
            doc = "What a queue of a port of a switch may hold at most; NICs have no limit.",
            absent = "8 packets with `ndp`, R × T with `nscc`, else no limit but the buffer",
            example = "200kB",
            min = 1)
        @Nullable Long queueBytes,
    @Key(
            doc = "The same of the queue of control packets and trimmed headers.",
            absent = "as `queue`",
            example = "200kB",
            min = 1)
        @Nullable Long controlQueueBytes,
    @Key(
            doc = "Whether control packets have a queue of their own, which goes first.",
            absent = "on with trimming, else off",
            example = "on")
        @Nullable OnOff controlFirst,
    @Key(
            doc =
                "Weights of one to three classes of data, which queue pairs are spread over in"
                    + " turn; each class has a queue and a share of every port.",
            defaultText = "[1]",
            min = 1,
            max = 1_000)
        List<Integer> classes,
    @Key(
            doc = "Whether a packet that finds no room loses its payload rather than its life.",
            absent = "on if the transport needs it, else off",
            example = "on")
        @Nullable OnOff trimming,
    @Key(
            doc = "Whether switches write into packets how busy they are (in-band telemetry).",
            absent = "on if the transport needs it, as `hpcc`; else off",
            example = "on")
        @Nullable OnOff telemetry,
    @Key(doc = "Marks (ECN).", defaultText = "{}") EcnSpec ecn,
    @Key(doc = "Flow control (PFC).", defaultText = "{}") PfcSpec pfc,
    @Key(doc = "When a packet goes on.", defaultText = "store-and-forward") Forwarding forwarding) {

  /** When a packet goes on. */
  public enum Forwarding {
    @Option(text = "store-and-forward", doc = "when all of it has come")
    STORE_AND_FORWARD,
    @Option(
        text = "cut-through",
        doc = "when its header has come, and into a faster link so late that it does not run dry")
    CUT_THROUGH
  }

  /** Explicit congestion notification. */
  public record EcnSpec(
      @Key(
              doc = "Whether packets are marked.",
              absent = "on if a key beside it is given, or the transport needs marks; else off",
              example = "on")
          @Nullable OnOff enabled,
      @Key(
              doc = "Queue up to which nothing is marked.",
              absent =
                  "1 us of R: DCQCN's 5 KB at 40 Gb/s (SIGCOMM 2015); a fifth of the queue with `nscc`",
              example = "100kB")
          @Nullable Long minBytes,
      @Key(
              doc = "Queue from which on all is marked.",
              absent =
                  "40 us of R: DCQCN's 200 KB at 40 Gb/s; four fifths of the queue with `nscc`",
              example = "400kB")
          @Nullable Long maxBytes,
      @Key(
              doc = "Probability of a mark just below `max`; it rises from 0 at `min`.",
              absent = "0.01, as in DCQCN; 1 with `nscc`",
              example = "0.01",
              max = 1)
          @Nullable Double probability,
      @Key(doc = "Which queue counts.", defaultText = "enqueue") MarkAt at) {}

  /** Which queue counts for a mark. */
  public enum MarkAt {
    @Option(text = "enqueue", doc = "that before a packet, when it comes")
    ENQUEUE,
    @Option(text = "dequeue", doc = "that behind a packet, when it leaves")
    DEQUEUE
  }

  /** Priority flow control. */
  public record PfcSpec(
      @Key(
              doc = "Whether a switch pauses those that send to it.",
              absent =
                  "on if a key beside it is given, or the transport is made for it, such as"
                      + " `roce`; else off",
              example = "on")
          @Nullable OnOff enabled,
      @Key(
              doc = "Held bytes of a link and class above which its sender is paused.",
              absent = "an equal share of the buffer for each port and class, less headroom",
              example = "100kB")
          @Nullable Long xoffBytes,
      @Key(
              doc = "Held bytes at or below which it goes on.",
              absent = "xoff less two packets, as in DCQCN",
              example = "90kB")
          @Nullable Long xonBytes,
      @Key(
              doc = "Room for what arrives after the pause was sent.",
              absent = "2 × latency × rate and two packets, of the link where that is most",
              example = "100kB")
          @Nullable Long headroomBytes) {}
}
