package weft.scenario.spec;

/** Software time of a collective's steps. */
public record StepOverheadSpec(
    @Key(
            doc = "Time added to a step inside a node.",
            defaultText = "2.8us",
            max = Dimension.HOUR_PS)
        long scaleUpPs,
    @Key(
            doc = "Time added to a step between nodes.",
            defaultText = "11.2us",
            max = Dimension.HOUR_PS)
        long scaleOutPs,
    @Key(doc = "Time to launch a collective.", defaultText = "8.4us", max = Dimension.HOUR_PS)
        long launchPs) {}
