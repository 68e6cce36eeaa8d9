package weft.sim.workload.llm;

import java.util.HashMap;
import java.util.Map;
import weft.sim.collective.KnownTime;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns a {@link TrainingPlan} into the {@link Program} of one training step, as Megatron-LM and
 * FSDP run it: one role for each pipeline stage, speed of its GPUs and load of their experts.
 * {@link LayerOps} says what tensor and context parallelism exchange, {@link GradientDeparture} and
 * {@link WeightArrival} what replicas do, {@link PipelineOrder} in which order stages work. The
 * optimizer (Adam, mixed precision) reads and writes its state once, after the gradients have
 * arrived.
 *
 * <p>Not modelled: the exchange of gradient norms, data loading.
 */
public final class TrainingProgram {

  /**
   * What ranks of a stage can differ in.
   *
   * @param speed how fast they compute, relative to others
   * @param load tokens that come to their experts, over the mean
   */
  private record Pace(double speed, double load) {}

  private TrainingProgram() {}

  /** The program of one step of {@code plan} on GPUs like {@code gpu}. */
  public static Program of(TrainingPlan plan, Accelerator gpu) {
    return of(plan, gpu, 1, Map.of());
  }

  /**
   * The program of one step where some GPUs are slow.
   *
   * @param speed how fast all compute relative to {@code gpu}, above 0
   * @param speeds of these ranks, how fast they compute relative to the others, above 0
   */
  public static Program of(
      TrainingPlan plan, Accelerator gpu, double speed, Map<Integer, Double> speeds) {
    return of(plan, gpu, speed, speeds, KnownTime.AT_ONCE);
  }

  /**
   * The same.
   *
   * @param amaxTime how long it takes to reduce the greatest values of {@link
   *     TrainingPlan#amaxGroups}. It is given, as these are some hundred bytes, which no link
   *     notices, and all the time is the latency of what the library chooses for them.
   */
  public static Program of(
      TrainingPlan plan,
      Accelerator gpu,
      double speed,
      Map<Integer, Double> speeds,
      KnownTime amaxTime) {
    ProgramBuilder builder = new ProgramBuilder(plan.ranks());
    Partners partners = Partners.of(plan, builder, amaxTime);
    int stageRanks = plan.parallelism().stageRanks();
    for (int stage = 0; stage < plan.parallelism().pipeline(); stage++) {
      Map<Pace, Role> roles = new HashMap<>();
      for (int rank = stage * stageRanks; rank < (stage + 1) * stageRanks; rank++) {
        Pace pace = new Pace(speed * speeds.getOrDefault(rank, 1.0), plan.expertLoad(rank));
        Role role = roles.get(pace);
        if (role == null) {
          role = builder.role(Streams.count(plan));
          new StageProgram(plan, gpu, partners, stage, role, pace.speed(), pace.load()).add();
          roles.put(pace, role);
        }
        builder.assign(rank, role);
      }
    }
    return builder.build();
  }
}
