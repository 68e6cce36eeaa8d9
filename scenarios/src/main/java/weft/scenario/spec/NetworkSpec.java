package weft.scenario.spec;

/** How the network is modelled. */
public record NetworkSpec(
    @Key(doc = "The network model.", defaultText = "flow") NetworkKind model,
    @Key(doc = "How paths are chosen.", defaultText = "{}") RoutingSpec routing,
    @Key(
            doc =
                "What the communication library adds in software to a step of a collective; the"
                    + " defaults follow NCCL 2.30, tuning.cc, Simple protocol.",
            defaultText = "{}")
        StepOverheadSpec stepOverhead) {}
