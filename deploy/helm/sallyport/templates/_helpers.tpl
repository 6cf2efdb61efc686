{{- define "sallyport.name" -}}
{{- printf "%s" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "sallyport.labels" -}}
app.kubernetes.io/name: sallyport
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "sallyport.selector" -}}
app.kubernetes.io/name: sallyport
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* sallyport.yaml of every process: what the values say, and what the chart knows better. */}}
{{- define "sallyport.config" -}}
{{- $name := include "sallyport.name" . -}}
{{- $own := dict
  "listen" 8080
  "data" "/data"
  "master_key_file" "/run/secrets/sallyport/master.key"
  "monitor" (dict "listen" "0.0.0.0:9090")
  "trusted_proxies" .Values.trustedProxies
  "services" (dict
    "auth" (list (printf "http://%s-auth:8080" $name))
    "resource" (list (printf "http://%s-resource:8080" $name))
    "frontend" (list (printf "http://%s-resource:8080" $name))
    "files" (list (printf "http://%s-files:8080" $name))) -}}
{{- if .Values.secret.databasePassword }}{{- $_ := set $own "database_password_file" "/run/secrets/sallyport/database-password" -}}{{- end -}}
{{- if and .Values.secret.cachePassword (hasPrefix "redis" (default "" .Values.config.cache)) }}{{- $_ := set $own "cache_password_file" "/run/secrets/sallyport/cache-password" -}}{{- end -}}
{{- $said := deepCopy .Values.config -}}
{{- if and .Values.secret.s3Secret (dig "files" "s3" "" $said) }}{{- $_ := set $said.files.s3 "secret_access_key_file" "/run/secrets/sallyport/s3-secret" -}}{{- end -}}
{{- if and .Values.secret.smtpPassword (dig "mail" "smtp" "" $said) }}{{- $_ := set $said.mail "password_file" "/run/secrets/sallyport/smtp-password" -}}{{- end -}}
{{- toYaml (mergeOverwrite $said $own) -}}
{{- end -}}
