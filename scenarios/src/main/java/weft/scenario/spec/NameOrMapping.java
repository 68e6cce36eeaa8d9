package weft.scenario.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Either a name or a mapping. The annotated sealed interface permits two types: first the record of
 * the name, with one component marked {@link NameOf}; then that of the mapping, which may also be a
 * sealed interface of several forms, {@link OneOf}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NameOrMapping {}
