package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import weft.scenario.assemble.TrainingJob;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.Sharding;
import weft.sim.workload.llm.StepFigures;
import weft.sim.workload.llm.TrainingPlan;

/** What a training consists of, and its step, as text. */
final class TrainingReport {

  private TrainingReport() {}

  /**
   * What is trained, how, and on what.
   *
   * @param title of the line that says what
   * @param indent columns of titles
   */
  static String job(TrainingJob job, String title, int indent) {
    TrainingPlan plan = job.plan();
    return Paragraph.items(
            title,
            indent,
            List.of(
                ModelItem.text(plan.model()),
                parallelism(plan.parallelism()) + imbalance(plan),
                schedule(plan),
                "batch %s × %s tokens"
                    .formatted(Format.count(plan.globalBatch()), Format.count(plan.sequence())),
                "%s, gradients of %s"
                    .formatted(
                        job.precision(), Format.count(plan.formats().gradientBytes(), "byte")),
                sharding(plan),
                "recompute " + plan.recompute().name().toLowerCase(Locale.ROOT),
                String.format(
                    Locale.ROOT,
                    "memory %.1f of %.0f GiB",
                    job.memory().bytes() / (1L << 30),
                    job.gpuMemoryBytes() / (double) (1L << 30))))
        + ComputeLine.text(job.gpu(), job.assumed(), "each", job.slowest(), indent);
  }

  /** How long a step takes, and what that comes to. */
  static String step(StepFigures step, int indent) {
    return "\n"
        + Paragraph.items(
            "Step",
            indent,
            List.of(
                Format.time(step.seconds() * Format.PS),
                Format.large(step.tokensPerSecond()) + " tokens/s",
                Format.digits(step.tflopsPerGpu()) + " TFLOP/s a GPU",
                String.format(Locale.ROOT, "MFU %.1f %%", 100 * step.mfu())));
  }

  private static String parallelism(Parallelism parallelism) {
    Parallelism.ExpertGrid experts = parallelism.experts();
    return "tensor %s × %spipeline %s × data %s%s"
        .formatted(
            Format.count(parallelism.tensor()),
            parallelism.context() > 1
                ? "context " + Format.count(parallelism.context()) + " × "
                : "",
            Format.count(parallelism.pipeline()),
            Format.count(parallelism.data()),
            experts.expert() == 1 && experts.tensor() == parallelism.tensor()
                ? ""
                : ", experts over %s × %s"
                    .formatted(Format.count(experts.tensor()), Format.count(experts.expert())));
  }

  private static String imbalance(TrainingPlan plan) {
    double imbalance = plan.routing().imbalance();
    return imbalance == 1 ? "" : ", imbalance " + Format.digits(imbalance);
  }

  private static String schedule(TrainingPlan plan) {
    int chunks = plan.parallelism().virtualStages();
    String name =
        switch (plan.schedule()) {
          case GPIPE -> "GPipe";
          case ONE_FORWARD_ONE_BACKWARD -> chunks > 1 ? "1F1B interleaved " + chunks : "1F1B";
          case ZERO_BUBBLE -> "zero-bubble";
        };
    return "%s, %s micro-batches of %s"
        .formatted(name, Format.count(plan.microBatches()), Format.count(plan.microBatch()));
  }

  private static String sharding(TrainingPlan plan) {
    return plan.sharding() == Sharding.NONE
        ? "nothing sharded"
        : "ZeRO-"
            + plan.sharding().ordinal()
            + (plan.isHybrid() ? " among " + Format.count(plan.shards()) : "");
  }
}
