package weft.scenario.spec;

/** What a network at packet level is made of. */
@Doc(
    "What a network at packet level is made of. Where a default follows from the fabric, R is the"
        + " rate of its fastest switch port and T the round trip of a packet and its"
        + " acknowledgement from the first GPU to the farthest. With `scale-up: packet` the switches"
        + " inside hosts have the settings of those between hosts: rates and numbers of ports that"
        + " defaults follow from are of the scale-out network alone, if there is one, and only"
        + " headroom is what the worst of all links needs.")
public record PacketSpec(
    @Key(
            doc =
                "What senders do: when they send, how they find losses, what they make of"
                    + " congestion; docs/transports.md explains them.",
            defaultText = "roce")
        TransportSpec transport,
    @Key(
            doc = "Payload of a full packet (the path MTU of RDMA).",
            defaultText = "4096B",
            min = 64,
            max = 16_000)
        long mtuBytes,
    @Key(
            doc = "What goes around the payload on the wire, and what is left of a trimmed packet.",
            defaultText = "64B",
            min = 1,
            max = 8_000)
        long headerBytes,
    @Key(
            doc = "Size of acknowledgements and other control packets on the wire.",
            defaultText = "64B",
            min = 1,
            max = 8_000)
        long controlBytes,
    @Key(
            doc = "Queue pairs that a connection divides its transfers among, in turn.",
            defaultText = "1",
            min = 1,
            max = 1_024)
        int queuePairs,
    @Key(
            doc = "Time from the start of a transfer to its first packet.",
            defaultText = "0s",
            max = Dimension.HOUR_PS)
        long messageOverheadPs,
    @Key(doc = "When a transfer is done.", defaultText = "received") Completion completion,
    @Key(doc = "How packets get their paths.", defaultText = "{}") PathsSpec paths,
    @Key(doc = "What switches, and the switches in NICs, do.", defaultText = "{}")
        PacketSwitchSpec switches,
    @Key(
            doc = "How transfers that stay inside a scale-up domain (NVLink) are modelled.",
            defaultText = "flow")
        ScaleUpKind scaleUp,
    @Key(doc = "When the run is stuck, and a pause a storm.", defaultText = "{}")
        WatchdogSpec watchdog,
    @Key(
            doc =
                "Skips what repeats itself: while no transfer begins or ends and no flow's rate"
                    + " changes by more than this share of itself, packets are left out, and"
                    + " counters are of those that were simulated. It pays for long transfers that"
                    + " begin and end together; 0 simulates all, 0.05 is the most."
                    + " docs/performance.md has gains and errors.",
            defaultText = "0",
            example = "0.03",
            max = 1)
        double steadyTolerance) {

  /** When a transfer is done. */
  public enum Completion {
    @Option(text = "received", doc = "its last byte has arrived")
    RECEIVED,
    @Option(text = "acknowledged", doc = "the sender has the acknowledgement of its last byte")
    ACKNOWLEDGED
  }

  /** How the scale-up network is modelled. */
  public enum ScaleUpKind {
    @Option(text = "flow", doc = "as flows, which is fast; docs/validation.md shows the error")
    FLOW,
    @Option(text = "packet", doc = "as packets, like the scale-out network")
    PACKET
  }
}
