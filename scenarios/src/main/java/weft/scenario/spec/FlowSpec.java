package weft.scenario.spec;

/** How a network at flow level is worked out. */
@Doc("How a network at flow level is worked out.")
public record FlowSpec(
    @Key(
            doc =
                "Where many transfers share links, the rates of all are not worked out anew at"
                    + " each end of one but after this share of the time that it took; until then"
                    + " what it has left is idle. So most transfers end late, and some early, as"
                    + " others have kept off their links. The result says how late at most, to first"
                    + " order; that has been tested up to 0.1, the most. Nothing is folded then. 0 is"
                    + " exact; docs/performance.md has gains and errors.",
            defaultText = "0",
            example = "0.01",
            max = 1)
        double completionBatch,
    @Key(
            doc =
                "Whether ranks and transfers that are interchangeable are simulated"
                    + " once, where that pays; the result is the same.",
            defaultText = "on")
        OnOff folding) {}
