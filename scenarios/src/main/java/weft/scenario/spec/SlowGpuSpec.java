package weft.scenario.spec;

/** A GPU that computes more slowly than the others. */
@Doc("A GPU that computes more slowly than the others: too hot, say, or with power that is capped.")
public record SlowGpuSpec(
    @Key(
            doc =
                "The rank on it: tensor index + t × (context index + c × (data index + d × stage))."
                    + " Ranks are on the GPUs of the fabric in order unless `rank-order`,"
                    + " `placement` or `gpus` says otherwise, so with 8 GPUs in a node rank 17 is"
                    + " `node-2/gpu-1`.",
            example = "17",
            min = 0)
        int rank,
    @Key(
            doc =
                "How fast it computes, as a share of what the others do, at least 0.001: each of"
                    + " its computations takes 1 / speed as long.",
            example = "0.8",
            max = 1)
        double speed) {}
