package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the network is modelled. */
public record NetworkSpec(
    @Key(doc = "The network model.", defaultText = "flow") NetworkKind model,
    @Key(doc = "How paths are chosen.", defaultText = "{}") RoutingSpec routing,
    @Key(
            doc =
                "What the communication library adds in software to a step of a ring; the defaults"
                    + " are NCCL's own (2.30.7, tuning.cc, Ring with the Simple protocol: 3.4 us a"
                    + " step over NVLink, 14 us over the network, 8.4 us once), less the wire,"
                    + " which the fabric adds (0.6 us and 2.8 us).",
            defaultText = "{}")
        StepOverheadSpec stepOverhead,
    @Key(
            doc =
                "The library of collectives, whose costs decide which algorithm and protocol it"
                    + " chooses: `./weft catalog library`. Training and inference, too, do their"
                    + " collectives as it would if it is named; nothing is folded then.",
            absent =
                "none, and rings with the costs of `step-overhead` are simulated; where a"
                    + " collective cannot go round a ring, and for `--explain`, the one that the"
                    + " catalogue has for the GPU",
            example = "nccl-hopper")
        @NameOf(NameKind.LIBRARY)
        @Nullable String library,
    @Key(
            doc =
                "Whether the leaf and spine switches add up what they pass on (SHARP), for the"
                    + " algorithm `in-network`, which the library then takes into account.",
            defaultText = "off")
        OnOff inNetworkReduction,
    @Key(doc = "How it is worked out with `model: flow`.", defaultText = "{}") FlowSpec flow,
    @Key(doc = "What the network is made of with `model: packet`.", defaultText = "{}")
        PacketSpec packet,
    @Key(doc = "Cables that fail.", absent = "none") @Nullable List<FailureSpec> failures,
    @Key(
            doc =
                "From the failure of a cable during the run, with `model: packet`, to new paths for"
                    + " the flows that used it: until then, what they send over it is lost. The"
                    + " default is an assumption.",
            defaultText = "10ms")
        long convergencePs) {}
