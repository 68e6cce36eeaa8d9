package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cables that fail, in both directions. */
@Doc(
    "Cables that fail, both directions of each. Paths then avoid them, as after routing has"
        + " converged: what is left of the shortest paths, then longer ones; a flow whose path"
        + " meets no failed link keeps it. Devices have the names of"
        + " `weft topology --format graph`, but for NVSwitches that are alike, which are one"
        + " device: `node-0/nvswitch`.")
public record FailureSpec(
    @Key(
            doc = "The names of the two devices that the cables join.",
            example = "[leaf-0-0, spine-0]")
        List<String> cable,
    @Key(
            doc = "Which of the cables between the two, from 0.",
            absent = "all of them",
            example = "0",
            max = 1_000_000)
        @Nullable Integer number,
    @Key(
            doc =
                "When they fail. `analytic` and `flow` know only failures from the start. With"
                    + " `packet`, what is on the cable then is lost, and its flows get other paths"
                    + " after `network.convergence`.",
            defaultText = "0s")
        long atPs) {}
